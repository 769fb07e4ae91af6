import { createHash } from "node:crypto";
import { fail } from "@graphiti/protocol/errors.ts";
import { recipeOf } from "./catalogue.ts";
import { loadNetwork } from "./load-network.ts";
import { emitInteger } from "./onnx/emit-integer.ts";

const built = new Map<string, Promise<Uint8Array>>();

/**
 * The ONNX bytes of a service, built from the committed recipe and kept in memory. Input `pixels` float32
 * [1, 3, h, w] with the integers 0 … 255 of a haloed tile; outputs `result` float32
 * [1, 3, scale·(h − 2·halo), scale·(w − 2·halo)] with the integers 0 … 255, and `probe` float32
 * [1, channels, h − 2·halo + 2, w − 2·halo + 2], the integers of the last hidden layer.
 * @throws GraphitiError SERVICE_UNKNOWN, MODEL_DIGEST_MISMATCH
 */
export async function modelBytes(name: string): Promise<Uint8Array> {
  const known = built.get(name);
  if (known) return known;
  const building = build(name);
  built.set(name, building);
  building.catch(() => built.delete(name));
  return building;
}

async function build(name: string): Promise<Uint8Array> {
  const { modelDigest } = recipeOf(name);
  const bytes = emitInteger(await loadNetwork(name));
  checkDigest(name, bytes, modelDigest);
  return bytes;
}

/** @throws GraphitiError MODEL_DIGEST_MISMATCH */
export function checkDigest(name: string, bytes: Uint8Array, pinned: string): void {
  const digest = `0x${createHash("sha256").update(bytes).digest("hex")}`;
  if (digest !== pinned)
    fail("MODEL_DIGEST_MISMATCH", `The model of ${name} hashes to ${digest} instead of ${pinned}.`);
}
