import { type Hex, hexToBytes } from "viem";
import { rawCid } from "./cid.ts";
import { sha256, tilesRoot } from "./digests.ts";
import { encodeGenerateParams, type GenerateParams } from "./generate-params.ts";

/** What stands in a job's terms for the parameters of a generated picture, which are its input. */
export type ParamsInput = { params: Hex; inputDigest: Hex; inputCid: string; inputRoot: Hex };

/**
 * The 32 bytes that a generated picture is made from, as the input of its job. They stand in the terms, so nobody has
 * to store them before the node that made the picture does.
 * @throws PARAMS_INVALID
 */
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
