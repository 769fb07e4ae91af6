import type { Hex } from "viem";

/** 8-bit pixels, planar [3][height][width], in base64, with the proof of their digest under a root. */
export type ProvedPixels = { pixels: string; width: number; height: number; proof: Hex[] };

/** What the gallery hands out of a tile. None of it is trusted. */
export type ProvedTile = {
  /** In the job. */
  index: number;
  lotIndex: number;
  /** Output roots of the lots that hold tiles, in their order. */
  lotRoots: Hex[];
  /** With its halo; the proof leads to the input root. A generated work has none. */
  input?: ProvedPixels;
  /** The proof leads to the root of its lot. */
  output: ProvedPixels;
};
