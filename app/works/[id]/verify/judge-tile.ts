import { isTileUnder, jobOutputRoot, planarDigest, sha256, tilesRoot } from "@graphiti/protocol/digests.ts";
import { type Hex, hexToBytes } from "viem";
import type { Commitments } from "./commitments.ts";
import type { DeliveredTile, Judgement, Pixels } from "./judgement.ts";

/** Compares a tile with what the token commits to, and with what was computed. */
export function judgeTile(
  { inputRoot, outputRoot }: Pick<Commitments, "inputRoot" | "outputRoot">,
  { index, lotIndex, lotRoots, input, params, output }: DeliveredTile,
  computed: Pixels & { outputDigest: Hex },
): Judgement {
  const digestOf = ({ planar, width, height }: Pixels) => planarDigest(planar, 3, width, height);
  const storedDigest = digestOf(output);
  const lotRoot = lotRoots[lotIndex];
  const outputIsCommitted =
    lotRoot !== undefined &&
    jobOutputRoot(lotRoots) === outputRoot &&
    isTileUnder(lotRoot, { index, digest: storedDigest }, output.proof);
  return {
    inputIsPosted: input
      ? isTileUnder(inputRoot, { index, digest: digestOf(input) }, input.proof)
      : params !== undefined && tilesRoot([{ index: 0, digest: sha256(hexToBytes(params)) }]) === inputRoot,
    outputIsCommitted,
    isEqual: storedDigest === computed.outputDigest,
    storedDigest,
    differing: countDifferences(output.planar, computed.planar),
  };
}

function countDifferences(one: Uint8Array, other: Uint8Array): number {
  let count = Math.abs(one.length - other.length);
  for (let at = 0; at < Math.min(one.length, other.length); at++) if (one[at] !== other[at]) count++;
  return count;
}
