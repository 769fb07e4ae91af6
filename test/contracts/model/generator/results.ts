import { type Address, type Hex, zeroHash } from "viem";
import { probeOf, sealOf } from "../digests.ts";
import { cutOf, isAssembly, tilesOfLot } from "../money.ts";
import type { JobNote } from "./memory.ts";
import { lotIdOf, type Scene } from "./scene.ts";

/** How the attesters of an attempt will see its result. */
export type Mood = "right" | "disputed" | "wrong" | "ignored";

const moods: readonly Mood[] = [
  "right",
  "right",
  "right",
  "right",
  "right",
  "disputed",
  "disputed",
  "wrong",
  "ignored",
];

export const moodOf = (lotId: bigint, attempt: number): Mood =>
  moods[
    Number(((lotId >> 16n) * 5n + (lotId & 0xffffn) * 3n + BigInt(attempt)) % BigInt(moods.length))
  ] as Mood;

type Result = { outputRoot: Hex; metadataDigest: Hex; seal: Hex };

/** A worker's result with its seal, its probes kept for later; now and then something is wrong with it. */
export function resultOf(scene: Scene, note: JobNote, index: number, sealer: Address): Result {
  const { random, world, memory } = scene;
  const lotId = lotIdOf(note, index);
  const { attempt } = world.lots.get(lotId);
  const tileProbes = Array.from({ length: tilesOfLot(note.terms, index) }, () => random.hex(32));
  const makesTheFile = cutOf(note.terms).tileLots === 1 || isAssembly(note.terms, index);
  const result = { outputRoot: random.hex(32), metadataDigest: makesTheFile ? random.hex(32) : zeroHash };
  const probe = probeOf(tileProbes);
  const right = { ...result, seal: sealOf(world.settings, lotId, attempt, sealer, result, probe) };
  memory.keepProbes(right.seal, tileProbes);
  return random.weighted<Result>([
    [94, right],
    [1, { ...right, outputRoot: zeroHash }],
    [1, { ...right, seal: zeroHash }],
    [2, { ...right, metadataDigest: makesTheFile ? zeroHash : random.hex(32) }],
    [2, { ...right, seal: random.hex(32) }],
  ]);
}
