import { type Address, type Hex, zeroAddress, zeroHash } from "viem";
import { cast } from "../cast.ts";
import type { Rule } from "../model.ts";
import type { CallOperation } from "../operation.ts";
import type { Random } from "../random.ts";
import type { Claim, Submission } from "../records.ts";
import type { World } from "../world.ts";
import type { JobNote, Memory } from "./memory.ts";

/** What a generator looks at while it makes up the next step. */
export type Scene = {
  random: Random;
  world: World;
  memory: Memory;
  /** Second and number of the last block. */
  now: () => number;
  block: () => bigint;
  hashOf: (block: bigint) => Promise<Hex | undefined>;
  /** Whether the next step may pass over a long time in which others had something to do. */
  mayJump: boolean;
};

export const noClaim: Claim = { operator: zeroAddress, price: 0n, openSeconds: 0 };
export const noSubmission: Submission = {
  outputRoot: zeroHash,
  metadataDigest: zeroHash,
  seal: zeroHash,
  l2Block: 0n,
};

export const lotIdOf = ({ jobId }: JobNote, index: number): bigint => (jobId << 16n) | BigInt(index);

/** A second shortly after the last block, or in it. */
export function soon({ random, now }: Scene): number {
  const wait = random.weighted([
    [30, 0],
    [35, random.between(1, 2)],
    [22, random.between(3, 8)],
    [10, random.between(9, 30)],
    [3, random.between(31, 120)],
  ]);
  return now() + wait;
}

const longSeconds = 60;

/** A second at a border, or next to it; soon, if that is over or too far away. */
export function around(scene: Scene, border: number): number {
  const { random, mayJump, now } = scene;
  if (!mayJump && border - now() > longSeconds) return soon(scene);
  const at =
    border +
    random.weighted([
      [30, 0],
      [20, -1],
      [15, 1],
      [35, random.between(2, 25)],
    ]);
  return at < scene.now() ? soon(scene) : at;
}

export function callOf(
  rule: Rule,
  from: Address,
  args: readonly unknown[],
  at: number,
  value = 0n,
): CallOperation {
  return { kind: "call", rule, from, args, value, at };
}

export const keysOf = ({ world }: Scene, operator: Address): Address[] =>
  cast.keys.filter((key) => world.operatorOf.get(key) === operator);

/** A machine key of an operator; anybody's, if it has none. */
export function keyOf(scene: Scene, operator: Address): Address {
  const own = keysOf(scene, operator);
  return scene.random.pick(own.length > 0 ? own : cast.keys);
}

export const anybody = ({ random }: Scene): Address =>
  random.pick([...cast.strangers, ...cast.artists, ...cast.operators, ...cast.keys, cast.owner]);
