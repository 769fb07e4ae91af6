import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { fail } from "@graphiti/protocol/errors.ts";
import { recipeOf } from "./catalogue.ts";
import { compose } from "./compose.ts";
import type { IntegerNetwork } from "./integer-network.ts";
import type { NetworkName } from "./networks.ts";
import { passesOf } from "./passes.ts";
import { proveExact } from "./proof.ts";
import { decodeWeights } from "./weight-blob.ts";

/** Where a network's recipe, weights and calibration lie. */
export const networkFolder = (name: NetworkName): URL => new URL(`./networks/${name}/`, import.meta.url);

/**
 * The network of an upscaling service, its weights checked against their recipes and its exactness proved.
 * @throws GraphitiError SERVICE_UNKNOWN, MODEL_MISSING, MODEL_DIGEST_MISMATCH, MODEL_DAMAGED or MODEL_UNSOUND
 */
export async function loadNetwork(service: string): Promise<IntegerNetwork> {
  const recipe = recipeOf(service);
  const { passes, halved } = passesOf(recipe);
  // A network that comes twice is read once, so that its weights are the same object both times.
  const read = new Map<NetworkName, Promise<IntegerNetwork>>();
  for (const name of passes) if (!read.has(name)) read.set(name, loadPass(name));
  const loaded = await Promise.all(passes.map((name) => read.get(name) as Promise<IntegerNetwork>));
  const network = compose({ passes: loaded, halved, halo: recipe.halo });
  proveExact(network);
  return network;
}

/** One of the networks that services are composed of. @throws as {@link loadNetwork} */
export async function loadPass(name: NetworkName): Promise<IntegerNetwork> {
  const folder = networkFolder(name);
  const [weights, recipe] = await Promise.all([
    readFile(new URL("weights.bin", folder)),
    readFile(new URL("recipe.json", folder), "utf8"),
  ]).catch((cause) => {
    const nextStep = `Restore models/networks/${name} from version control, or make it with node models/import/main.ts.`;
    return fail("MODEL_MISSING", `The weights of the network ${name} are not there.`, { cause, nextStep });
  });
  const { weightsDigest } = JSON.parse(recipe) as { weightsDigest: string };
  const digest = `0x${createHash("sha256").update(weights).digest("hex")}`;
  if (digest !== weightsDigest)
    fail("MODEL_DIGEST_MISMATCH", `The weights of ${name} hash to ${digest} instead of ${weightsDigest}.`);
  return decodeWeights(weights);
}
