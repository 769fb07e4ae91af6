import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fail } from "@graphiti/protocol/errors.ts";
import faithfulX2 from "./faithful-x2/recipe.json" with { type: "json" };
import type { IntegerNetwork } from "./integer-network.ts";
import { proveExact } from "./proof.ts";
import { decodeWeights } from "./weight-blob.ts";

/**
 * The network of a service, its weights checked against the recipe and its exactness proved.
 * @throws GraphitiError SERVICE_UNKNOWN, MODEL_DIGEST_MISMATCH, MODEL_DAMAGED or MODEL_UNSOUND
 */
export async function loadNetwork(service: string): Promise<IntegerNetwork> {
  if (service !== faithfulX2.name) fail("SERVICE_UNKNOWN", `There is no network of "${service}".`);
  const bytes = await readFile(new URL("./faithful-x2/weights.bin", import.meta.url));
  const digest = `0x${createHash("sha256").update(bytes).digest("hex")}`;
  if (digest !== faithfulX2.weightsDigest)
    fail(
      "MODEL_DIGEST_MISMATCH",
      `The weights of ${service} hash to ${digest} instead of ${faithfulX2.weightsDigest}.`,
    );
  const network = decodeWeights(bytes);
  proveExact(network);
  return network;
}
