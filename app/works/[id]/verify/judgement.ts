import type { Hex } from "viem";

/** 8-bit, planar [3][height][width] */
export type Pixels = { planar: Uint8Array; width: number; height: number };

/** Pixels that somebody delivered, with the proof that they lie under a root. */
export type Claimed = Pixels & { proof: readonly Hex[] };

/** A tile as the gallery delivered it. */
export type DeliveredTile = {
  index: number;
  lotIndex: number;
  lotRoots: readonly Hex[];
  /** With its halo; left out where the work was generated. */
  input?: Claimed;
  /** The 32 bytes that stand for the input of a generated work. */
  params?: Hex;
  output: Claimed;
};

/** What was found of one tile. It is right when all of it is true. */
export type Judgement = {
  /** The input, or the parameters that stand for it, are what the artist posted. */
  inputIsPosted: boolean;
  /** The pixels are those under the token's output root. */
  outputIsCommitted: boolean;
  /** The network gives exactly these pixels. */
  isEqual: boolean;
  storedDigest: Hex;
  /** Of 8-bit values, how many differ. */
  differing: number;
};

export const isRight = ({ inputIsPosted, outputIsCommitted, isEqual }: Judgement): boolean =>
  inputIsPosted && outputIsCommitted && isEqual;
