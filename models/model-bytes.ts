import { createHash } from "node:crypto";
import { fail } from "@graphiti/protocol/errors.ts";
import { recipeOf, type ServiceRecipe } from "./catalogue.ts";
import { emitDream } from "./generate/dream/emit-dream.ts";
import { flowDocument } from "./generate/flow/model-document.ts";
import type { IntegerNetwork } from "./integer-network.ts";
import { loadNetwork } from "./load-network.ts";
import { emitBytes } from "./onnx/emit-bytes.ts";
import { emitInteger } from "./onnx/emit-integer.ts";

/**
 * The bytes of a service's model, built from what is committed at every call, so that nobody holds twenty of them: ONNX, or for flow a JSON document.
 * What generates says itself what it takes (`emitDream`); of all others, input `pixels` float32
 * [1, 3, h, w] with the integers 0 … 255 of a haloed tile; outputs `result` float32
 * [1, 3, scale·(h − 2·halo), scale·(w − 2·halo)] with the integers 0 … 255, and `probe` float32
 * [1, channels, h − 2·halo + 2, w − 2·halo + 2], the integers of the last hidden layer.
 * @throws GraphitiError SERVICE_UNKNOWN, MODEL_DIGEST_MISMATCH
 */
export async function modelBytes(name: string): Promise<Uint8Array> {
  const { family, modelDigest } = recipeOf(name);
  const bytes = await bytesOf(name, family);
  checkDigest(name, bytes, modelDigest);
  return bytes;
}

async function bytesOf(name: string, family: ServiceRecipe["family"]): Promise<Uint8Array> {
  if (family === "dream") return emitDream();
  if (family === "flow") return flowDocument();
  return emitNetwork(family, await loadNetwork(name));
}

/** The ONNX model of a network: in float32, or where the family is fast on bytes. @throws GraphitiError MODEL_UNSOUND */
export function emitNetwork(family: ServiceRecipe["family"], network: IntegerNetwork): Uint8Array {
  return family === "fast" ? emitBytes(network) : emitInteger(network);
}

/** @throws GraphitiError MODEL_DIGEST_MISMATCH */
export function checkDigest(name: string, bytes: Uint8Array, pinned: string): void {
  const digest = `0x${createHash("sha256").update(bytes).digest("hex")}`;
  if (digest !== pinned)
    fail("MODEL_DIGEST_MISMATCH", `The model of ${name} hashes to ${digest} instead of ${pinned}.`);
}
