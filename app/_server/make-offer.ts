import { parseCid } from "@graphiti/protocol/cid.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { serviceKinds } from "@graphiti/protocol/services.ts";
import { z } from "zod";
import type { OfferView } from "../create/offer-view.ts";
import { measureInput } from "./measure-input.ts";
import { offeredService } from "./offered-service.ts";

const wantedShape = z.strictObject({ inputCid: z.string().max(100), service: z.string().max(60) });

/**
 * Says what a job about a stored picture would be for one service, and what it would cost.
 * @param body `{ inputCid, service }`, as it came
 * @throws BAD_INPUT, CID_INVALID, SERVICE_UNKNOWN, PICTURE_TOO_LARGE, and what {@link measureInput} throws
 */
export async function makeOffer(body: unknown): Promise<OfferView> {
  const wanted = wantedShape.safeParse(body);
  if (!wanted.success) fail("BAD_INPUT", "An offer needs the inputCid of a stored picture and a service.");
  const inputCid = parseCid(wanted.data.inputCid).toString();
  const { service, view, quotesFor, quoteViewsFor } = await offeredService(
    wanted.data.service,
    serviceKinds.upscale,
  );
  const input = await measureInput(readEnv(), inputCid, service, quotesFor);
  return { inputCid, inputRoot: input.inputRoot, service: view, quotes: await quoteViewsFor(input) };
}
