import type { ServiceRecipe } from "../catalogue.ts";
import recipe from "../faithful-x2/recipe.json" with { type: "json" };

/** waifu2x upconv_7. */
export const faithfulServices: readonly ServiceRecipe[] = [
  {
    name: "faithful-x2",
    kind: 1,
    family: "faithful",
    scale: recipe.scale,
    tileCore: recipe.tileCore,
    halo: recipe.halo,
    channels: recipe.channels,
    probeLayer: recipe.probeLayer,
    modelDigest: recipe.modelDigest as `0x${string}`,
    secondsPerTile: 0.21,
    conformance: {
      result: "0xa830fec8362e72929a4219c2d96d418233f5608c96af29a0032360e499e38f28",
      probe: "0x1b086505efd77b4dc41ae82bc905bff658f50cc9794810089bc4f5932a15cb62",
    },
  },
];
