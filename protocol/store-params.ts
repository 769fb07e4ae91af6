import { type Hex, hexToBytes } from "viem";
import { rawCid } from "./cid.ts";
import { sha256, tilesRoot } from "./digests.ts";
import { encodeGenerateParams, type GenerateParams } from "./generate-params.ts";
import type { Store } from "./storage/store.ts";

/** What stands in a job's terms for the parameters of a generated picture, which are its input. */
export type ParamsInput = { params: Hex; inputDigest: Hex; inputCid: string; inputRoot: Hex };

/** @throws PARAMS_INVALID */
export function paramsInput(params: GenerateParams): ParamsInput {
  const encoded = encodeGenerateParams(params);
  const inputDigest = sha256(hexToBytes(encoded));
  return {
    params: encoded,
    inputDigest,
    inputCid: rawCid(inputDigest),
    inputRoot: tilesRoot([{ index: 0, digest: inputDigest }]),
  };
}

/** A generated picture as the input of a job: its parameters in the store, and the size that it is to have. */
export type PreparedParams = ParamsInput & { width: number; height: number; hasAlpha: false };

/**
 * Stores the 32 bytes that a generated picture is made from.
 * @throws PARAMS_INVALID, and what the store throws
 */
export async function storeParams(
  store: Store,
  params: GenerateParams,
  size: { width: number; height: number },
): Promise<PreparedParams> {
  const input = paramsInput(params);
  const bytes = hexToBytes(input.params);
  const { cid } = await store.put(bytes, {
    name: "params.bin",
    tier: "hot",
    mimeType: "application/octet-stream",
  });
  if (cid !== input.inputCid) throw new Error(`32 bytes were stored as ${cid}`);
  return { ...size, ...input, hasAlpha: false };
}
