import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { fail } from "@graphiti/protocol/errors.ts";
import { type IntegerNetwork, receptiveField } from "../integer-network.ts";
import { emitInteger } from "../onnx/emit-integer.ts";
import { encodeWeights } from "../weight-blob.ts";
import type { QuantiserOptions } from "./quantise.ts";
import { source } from "./source.ts";

export const recipeFolder = new URL("../faithful-x2/", import.meta.url);
const recipePath = new URL("recipe.json", recipeFolder);
const weightsPath = new URL("weights.bin", recipeFolder);

/** Core of a tile in input pixels: cheap to check even in a browser. Larger ones cost memory, smaller ones more halo. */
const tileCore = 128;

export const options: QuantiserOptions = {
  activationBits: 9,
  largestWeight: 511,
  margin: 1.1,
  slopeShift: 15,
};

export type Pins = { weightsDigest: string; modelDigest: string };

export function recipeOf(network: IntegerNetwork, pins: Pins) {
  const { integrity, licence, topology, weights } = source;
  return {
    name: "faithful-x2",
    kind: 1,
    scale: network.scale,
    tileCore,
    halo: receptiveField(network),
    channels: 3,
    probeLayer: network.layers.length - 2,
    modelDigest: pins.modelDigest,
    weightsDigest: pins.weightsDigest,
    quantisation: options,
    source: { package: source.package, integrity, licence, topology, weights },
  };
}

/** The digests that the committed recipe pins; nothing when there is no recipe yet. */
export async function readPins(): Promise<Pins | undefined> {
  const text = await readFile(recipePath, "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as Pins);
}

/**
 * Writes the recipe and its weights.
 * @param pinned what the digests have to be
 * @throws GraphitiError MODEL_DIGEST_MISMATCH, before anything is written
 */
export async function writeRecipe(network: IntegerNetwork, pinned: Pins | undefined): Promise<Pins> {
  const weights = encodeWeights(network);
  const pins = { weightsDigest: sha256(weights), modelDigest: sha256(emitInteger(network)) };
  if (pinned && (pinned.weightsDigest !== pins.weightsDigest || pinned.modelDigest !== pins.modelDigest))
    fail(
      "MODEL_DIGEST_MISMATCH",
      `The import made model ${pins.modelDigest} instead of ${pinned.modelDigest}.`,
      {
        nextStep: "Undo what changed the model; to make a new service of it on purpose, import with --repin.",
      },
    );
  await writeFile(weightsPath, weights);
  await writeFile(recipePath, `${JSON.stringify(recipeOf(network, pins), null, 2)}\n`);
  return pins;
}

function sha256(bytes: Uint8Array): string {
  return `0x${createHash("sha256").update(bytes).digest("hex")}`;
}
