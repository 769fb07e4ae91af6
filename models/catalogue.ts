import { fail } from "@graphiti/protocol/errors.ts";
import { animeServices } from "./services/anime.ts";
import { crispServices } from "./services/crisp.ts";
import { faithfulServices } from "./services/faithful.ts";
import { fastServices } from "./services/fast.ts";
import { generatingServices } from "./services/generating.ts";

/** What the chain's registry says about a service, and what a node has to know to offer it. Lengths in input pixels. */
export type ServiceRecipe = {
  name: string;
  /** 1: upscale, 2: generate */
  kind: 1 | 2;
  family: "faithful" | "crisp" | "anime" | "fast" | "dream" | "flow";
  /** Strength with which noise is taken away; left out: not at all. */
  denoise?: 0 | 1 | 2 | 3;
  scale: number;
  tileCore: number;
  halo: number;
  channels: number;
  /** Place of the probed layer in the network, from 0. */
  probeLayer: number;
  /** SHA-256 of the model's bytes. */
  modelDigest: `0x${string}`;
  /** CPU seconds of a whole tile on one thread, about; prices start from it. */
  secondsPerTile: number;
  /** Layer digests of the conformance tile's result and probe, made by the reference interpreter. */
  conformance: { result: `0x${string}`; probe: `0x${string}` };
};

/** Every service that this software can compute. */
export const catalogue: readonly ServiceRecipe[] = [
  ...faithfulServices,
  ...crispServices,
  ...animeServices,
  ...fastServices,
  ...generatingServices,
];

/** @throws GraphitiError SERVICE_UNKNOWN */
export function recipeOf(name: string): ServiceRecipe {
  const recipe = catalogue.find((one) => one.name === name);
  const names = catalogue.map((one) => one.name).join(", ");
  return recipe ?? fail("SERVICE_UNKNOWN", `There is no service "${name}". There is: ${names}.`);
}

/** @returns undefined for a model that this software does not know; the registry is open to anybody */
export function recipeOfDigest(modelDigest: string): ServiceRecipe | undefined {
  return catalogue.find((one) => one.modelDigest === modelDigest.toLowerCase());
}
