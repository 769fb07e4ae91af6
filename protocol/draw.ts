/** Who may check a lot, and which of its tiles. Twin of `Draw.sol`. */

import { type Address, encodeAbiParameters, type Hex, keccak256 } from "viem";

/** How many operators, weighed by stake, the first circle holds on average. */
const firstCircle = 3n;
export const secondsPerDoubling = 30;
const maxDoublings = 32;
const wholeChance = 1n << 128n;

/** An attempt's lot: what every draw is keyed by. */
export type Drawing = { seed: number; lotId: bigint; attempt: number };

/** Stake in wei: the operator's whole present one, and all operators' together. */
export type Weight = { stake: bigint; totalStake: bigint };

/** The 40 bits of a block's hash that a draw hangs on; never 0, which stands for none. */
export function seedOf(blockHash: Hex): number {
  return Number.parseInt(blockHash.slice(2, 12), 16) || 1;
}

const doublingsAt = (ageSeconds: number) =>
  Math.min(Math.floor(ageSeconds / secondsPerDoubling), maxDoublings);

/** Below which an operator's ticket must lie, `ageSeconds` after the submit. Grows with age, in steps. */
export function threshold({ stake, totalStake }: Weight, ageSeconds: number): bigint {
  return (((firstCircle << BigInt(doublingsAt(ageSeconds))) * stake) << 128n) / totalStake;
}

/** An operator's lot in the draw: 128 bits. */
export function ticketOf({ seed, lotId, attempt }: Drawing, operator: Address): bigint {
  const encoded = encodeAbiParameters(
    [{ type: "uint40" }, { type: "uint256" }, { type: "uint256" }, { type: "address" }],
    [seed, lotId, BigInt(attempt), operator],
  );
  return BigInt(keccak256(encoded)) >> 128n;
}

/** Whether an operator may attest `ageSeconds` after the submit, as far as the draw is concerned. */
export function isDrawn(drawing: Drawing, operator: Address, weight: Weight, ageSeconds: number): boolean {
  return ticketOf(drawing, operator) < threshold(weight, ageSeconds);
}

/** Whether an operator's chance of the first circle is one half or more. */
export const isLikelyDrawn = (weight: Weight): boolean => 2n * threshold(weight, 0) >= wholeChance;

/**
 * After how many seconds from the submit an operator is drawn, if no stake changes: a multiple of 30.
 * @returns undefined for a stake so small that the widest circle does not reach it
 */
export function secondsUntilDrawn(drawing: Drawing, operator: Address, weight: Weight): number | undefined {
  const ticket = ticketOf(drawing, operator);
  for (let doublings = 0; doublings <= maxDoublings; doublings++) {
    const ageSeconds = doublings * secondsPerDoubling;
    const reach = threshold(weight, ageSeconds);
    if (ticket < reach) return ageSeconds;
    if (reach >= wholeChance) break;
  }
  return undefined;
}

/**
 * The tiles that all attesters of an attempt check, counted within the lot, in the order drawn: the first steps of a
 * Fisher–Yates shuffle.
 * @param tiles of the lot
 * @param wanted how many of them, if there are as many
 */
export function sampleTiles({ seed, lotId, attempt }: Drawing, tiles: number, wanted: number): number[] {
  const stream = keccak256(
    encodeAbiParameters(
      [{ type: "uint40" }, { type: "uint256" }, { type: "uint256" }],
      [seed, lotId, BigInt(attempt)],
    ),
  );
  const order = Array.from({ length: tiles }, (_, index) => index);
  const size = Math.min(wanted, tiles);
  for (let at = 0; at < size; at++) {
    const drawn = at + numberFrom(stream, at, tiles - at);
    [order[at], order[drawn]] = [order[drawn] as number, order[at] as number];
  }
  return order.slice(0, size);
}

/** The `at`-th number of a stream, below `limit`. */
function numberFrom(stream: Hex, at: number, limit: number): number {
  const encoded = encodeAbiParameters([{ type: "bytes32" }, { type: "uint256" }], [stream, BigInt(at)]);
  return Number(BigInt(keccak256(encoded)) % BigInt(limit));
}
