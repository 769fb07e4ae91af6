import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fail } from "@graphiti/protocol/errors.ts";
import type { NetworkName } from "./catalogue.ts";
import faithfulX2 from "./faithful-x2/recipe.json" with { type: "json" };
import type { IntegerNetwork } from "./integer-network.ts";
import { proveExact } from "./proof.ts";
import { decodeWeights } from "./weight-blob.ts";

const files = {
  "faithful-x2": {
    weights: new URL("./faithful-x2/weights.bin", import.meta.url),
    weightsDigest: faithfulX2.weightsDigest,
  },
} as const;

/**
 * A committed network, its bytes checked against the recipe and its exactness proved.
 * @throws GraphitiError MODEL_DIGEST_MISMATCH, MODEL_DAMAGED or MODEL_UNSOUND
 */
export async function loadNetwork(name: NetworkName): Promise<IntegerNetwork> {
  const { weights, weightsDigest } = files[name];
  const bytes = await readFile(weights);
  const digest = `0x${createHash("sha256").update(bytes).digest("hex")}`;
  if (digest !== weightsDigest)
    fail("MODEL_DIGEST_MISMATCH", `The weights of ${name} hash to ${digest} instead of ${weightsDigest}.`);
  const network = decodeWeights(bytes);
  proveExact(network);
  return network;
}
