import type { ErrorCode } from "@graphiti/protocol/errors.ts";
import type { Hex } from "viem";

/** One haloed tile for a network: 8-bit pixels, planar, [3][height][width]. */
export type NetworkTile = {
  kind: "network";
  /** Name of the service, as in the catalogue of this software. */
  service: string;
  /** SHA-256 of the model's bytes; what is fetched from `modelUrl` must have it. */
  modelDigest: Hex;
  modelUrl: string;
  pixels: Uint8Array;
  width: number;
  height: number;
  /** An alpha tile: of its result only green counts, and stands as alpha in all three channels. */
  isAlpha: boolean;
};

/** A tile of a work that is made from parameters. */
export type GeneratedTile = {
  kind: "generate";
  service: string;
  /** The 32 bytes. */
  params: Hex;
  /** Size of the whole picture. */
  picture: { width: number; height: number };
  rect: { x: number; y: number; width: number; height: number };
};

export type TileRequest = NetworkTile | GeneratedTile;

/** `wasm`: ONNX Runtime; `reference`: the plain integer arithmetic that defines the service. */
export type Runtime = "wasm" | "reference";

export type ComputedTile = {
  /** 8-bit, planar, [3][height][width] */
  pixels: Uint8Array<ArrayBuffer>;
  width: number;
  height: number;
  /** Layer digest of the pixels: a leaf of the output root. */
  outputDigest: Hex;
  /** Layer digest of the last hidden layer. */
  probeDigest: Hex;
  /** Of computing alone; fetching, compiling and hashing left out. */
  seconds: number;
  runtime: Runtime;
};

/** What the worker says, under the number of the question. */
export type Reply = { id: number } & (
  | { tile: ComputedTile }
  | { failure: { code: ErrorCode; message: string; nextStep: string } }
);

export type Question = { id: number; request: TileRequest };
