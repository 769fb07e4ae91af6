import type { GenerateParams } from "@graphiti/protocol/generate-params.ts";
import type { Rectangle } from "@graphiti/protocol/picture/halo.ts";
import type { Hex } from "viem";

/** A haloed tile of a picture. */
export type TileOfPicture = {
  /** Three planes. */
  pixels: Uint8Array;
  width: number;
  height: number;
  /** An alpha tile: of its result only green counts, and stands as alpha in all three channels. */
  isAlpha: boolean;
};

/** A tile of a picture that is made from nothing. */
export type TileToGenerate = {
  params: GenerateParams;
  picture: { width: number; height: number };
  rect: Rectangle;
};

export type TileRequest = TileOfPicture | TileToGenerate;

export type TileResult = {
  /** Interleaved RGB. */
  pixels: Uint8Array;
  width: number;
  height: number;
  outputDigest: Hex;
  /** Layer digest of the last hidden layer. */
  probe: Hex;
  /** How long the session took. */
  seconds: number;
};
