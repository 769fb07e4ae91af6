import type { ServiceRecipe } from "../catalogue.ts";

const geometry = { kind: 2, scale: 1, tileCore: 256, halo: 0, channels: 3 } as const;

/** The services that make pictures from nothing but parameters. Their digests follow from models/generate. */
export const generatingServices: readonly ServiceRecipe[] = [
  {
    name: "dream",
    family: "dream",
    ...geometry,
    probeLayer: 3,
    modelDigest: "0x730058e8e091d00c9427c5e0f0a5c1765a61983babef947a0001cc78b4d600ba",
    secondsPerTile: 0.1,
    conformance: {
      result: "0xb088ffd40f4a6b13a03c8484c1ac69b8911ba47e1bf8d98ebe26c04dcc1a7dc7",
      probe: "0xfe72baf47b8a98af40616d2fe8ea441a7af824ee99d223b1a1ff7aaf9d322c5d",
    },
  },
  {
    name: "flow",
    family: "flow",
    ...geometry,
    probeLayer: 0,
    modelDigest: "0x5cd04e5a51c8e0367fc8f5813d3280fd77e32fb6951f72ea45135037fe5eb629",
    secondsPerTile: 0.24,
    conformance: {
      result: "0x0b3532bc015c8236e7887a290bb713dfb14f68ac7d87c1ddecc4ff049e2a36fa",
      probe: "0x89ef91086f22d5c91dc9a33b62a4a7f3941c4406c8cc8d7565e57d1026323d13",
    },
  },
];
