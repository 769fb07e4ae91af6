import { readEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { decodeGenerateParams } from "@graphiti/protocol/generate-params.ts";
import { serviceKinds } from "@graphiti/protocol/services.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import { storeParams } from "@graphiti/protocol/store-params.ts";
import type { Hex } from "viem";
import { z } from "zod";
import type { GenerateOfferView } from "../generate/offer/generate-offer-view.ts";
import { offeredService } from "./offered-service.ts";

const side = z.number().int().min(1).max(0xffff_ffff);

const wantedShape = z.strictObject({
  service: z.string().max(60),
  params: z.string().max(80),
  width: side,
  height: side,
});

/**
 * Stores the parameters of a picture to be generated, and says what a job about it would be and cost.
 * @param body `{ service, params, width, height }`, as it came; `params` are 32 bytes in hexadecimal
 * @throws BAD_INPUT, PARAMS_INVALID, SERVICE_UNKNOWN, PICTURE_TOO_LARGE, CHAIN_UNREACHABLE, and what the store throws
 */
export async function makeGenerateOffer(body: unknown): Promise<GenerateOfferView> {
  const wanted = wantedShape.safeParse(body);
  if (!wanted.success) {
    const [issue] = wanted.error.issues;
    fail("BAD_INPUT", `${issue?.path.join(".") || "The request"}: ${issue?.message}.`);
  }
  const { width, height } = wanted.data;
  const params = decodeGenerateParams(wanted.data.params as Hex);
  const { view, quoteViewsFor } = await offeredService(wanted.data.service, serviceKinds.generate);
  // Before anything is stored: it says whether the picture can become a job.
  const quotes = await quoteViewsFor({ width, height, hasAlpha: false });
  const {
    params: encoded,
    inputRoot,
    ...picture
  } = await storeParams(openStore(readEnv()), params, {
    width,
    height,
  });
  return {
    params: encoded,
    picture,
    offer: { inputCid: picture.inputCid, inputRoot, service: view, quotes },
  };
}
