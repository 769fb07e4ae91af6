import { fail } from "@graphiti/protocol/errors.ts";
import faithfulX2 from "./faithful-x2/recipe.json" with { type: "json" };

export type NetworkName = "faithful-x2";

/** What the chain's registry says about a service, and the network that computes it. Lengths in input pixels. */
export type ServiceRecipe = {
  name: string;
  /** 1: upscale */
  kind: 1;
  scale: number;
  tileCore: number;
  halo: number;
  channels: number;
  /** Place of the probed layer in the network, from 0. */
  probeLayer: number;
  /** SHA-256 of the ONNX bytes. */
  modelDigest: `0x${string}`;
  network: NetworkName;
};

/** Every service that this software can compute. */
export const catalogue: readonly ServiceRecipe[] = [
  {
    name: faithfulX2.name,
    kind: 1,
    scale: faithfulX2.scale,
    tileCore: faithfulX2.tileCore,
    halo: faithfulX2.halo,
    channels: faithfulX2.channels,
    probeLayer: faithfulX2.probeLayer,
    modelDigest: faithfulX2.modelDigest as `0x${string}`,
    network: "faithful-x2",
  },
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
