import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fail } from "@graphiti/protocol/errors.ts";
import type { IntegerNetwork } from "../integer-network.ts";
import { networkFolder } from "../load-network.ts";
import { isByteName, type NetworkName } from "../networks.ts";
import { encodeWeights } from "../weight-blob.ts";
import { byteSources } from "./byte-sources.ts";
import { sourcePackage, sources } from "./sources.ts";

/**
 * Writes a network's recipe and its weights.
 * @param repin accept another network than the one that the recipe pins
 * @returns SHA-256 of the weights
 * @throws GraphitiError MODEL_DIGEST_MISMATCH, before anything is written
 */
export async function writeRecipe(name: NetworkName, network: IntegerNetwork, repin: boolean) {
  const folder = networkFolder(name);
  const recipePath = new URL("recipe.json", folder);
  const weights = encodeWeights(network);
  const weightsDigest = `0x${createHash("sha256").update(weights).digest("hex")}`;
  const text = await readFile(recipePath, "utf8").catch(() => undefined);
  const pinned = text === undefined ? undefined : (JSON.parse(text) as { weightsDigest: string });
  if (pinned && !repin) checkPin(`weights of ${name}`, weightsDigest, pinned.weightsDigest);
  const recipe = { name, scale: network.scale, weightsDigest, ...(await originOf(name)) };
  await mkdir(folder, { recursive: true });
  await writeFile(new URL("weights.bin", folder), weights);
  await writeFile(recipePath, `${JSON.stringify(recipe, null, 2)}\n`);
  return { weightsDigest, bytes: weights.length };
}

async function originOf(name: NetworkName): Promise<object> {
  if (isByteName(name)) {
    const { network, quantisation, calibration } = byteSources[name];
    const { weightsDigest } = JSON.parse(
      await readFile(new URL("recipe.json", networkFolder(network)), "utf8"),
    );
    return { quantisation, calibration, source: { network, weightsDigest } };
  }
  const { topology, weights, quantisation } = sources[name];
  const source = { ...sourcePackage, licence: "See THIRD_PARTY_NOTICES.md", topology, weights };
  return { quantisation, source };
}

/** @throws GraphitiError MODEL_DIGEST_MISMATCH */
export function checkPin(what: string, made: string, pinned: string): void {
  if (made === pinned) return;
  fail("MODEL_DIGEST_MISMATCH", `The import made ${what} ${made} instead of ${pinned}.`, {
    nextStep: "Undo what changed the model; to make a new service of it on purpose, import with --repin.",
  });
}
