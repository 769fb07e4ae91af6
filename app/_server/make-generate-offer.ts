import { fail } from "@graphiti/protocol/errors.ts";
import { decodeGenerateParams } from "@graphiti/protocol/generate-params.ts";
import { paramsInput } from "@graphiti/protocol/params-input.ts";
import { serviceKinds } from "@graphiti/protocol/services.ts";
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
 * Says what a job about a picture to be generated would be and cost. Nothing is stored: the terms hold the parameters.
 * @param body `{ service, params, width, height }`, as it came; `params` are 32 bytes in hexadecimal
 * @throws BAD_INPUT, PARAMS_INVALID, SERVICE_UNKNOWN, PICTURE_TOO_LARGE, CHAIN_UNREACHABLE
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
  const picture = { width, height, hasAlpha: false };
  const quotes = await quoteViewsFor(picture);
  const { params: encoded, inputRoot, inputCid, inputDigest } = paramsInput(params);
  return {
    params: encoded,
    picture: { ...picture, inputCid, inputDigest },
    offer: { inputCid, inputRoot, service: view, quotes },
  };
}
