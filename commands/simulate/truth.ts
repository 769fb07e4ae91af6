import { assemblyTileProbe, jobOutputRoot, probeOf, sha256, tilesRoot } from "@graphiti/protocol/digests.ts";
import {
  firstTile,
  isAssembly,
  jobIdOf,
  lotIndexOf,
  lotTiles,
  makesFile,
  shapeOf,
  type Terms,
  tileLotCount,
} from "@graphiti/protocol/terms.ts";
import { type Hex, zeroHash } from "viem";

/** What stands for computing: the digests that a run of the network would give, or those of a lie. */
export type Result = { outputRoot: Hex; metadataDigest: Hex; tileProbes: Hex[]; probe: Hex };

const digestOf = (text: string): Hex => sha256(new TextEncoder().encode(text));

/**
 * @param liar names whose lie it is; left out, it is the truth
 * @param lotRoots output roots of the job's tile lots, for the lot that joins them
 */
export function resultOf(terms: Terms, lotId: bigint, lotRoots: readonly Hex[], liar = ""): Result {
  const [shape, index, job] = [shapeOf(terms), lotIndexOf(lotId), `job ${jobIdOf(lotId)}${liar}`];
  const metadataDigest = makesFile(shape, index) ? digestOf(`${job} metadata`) : zeroHash;
  if (isAssembly(shape, index)) {
    const tileProbes = [assemblyTileProbe(digestOf(`${job} pixels`))];
    const outputRoot = liar
      ? digestOf(`${job} roots`)
      : jobOutputRoot(lotRoots.slice(0, tileLotCount(shape)));
    return { outputRoot, metadataDigest, tileProbes, probe: probeOf(tileProbes) };
  }
  const tiles = Array.from({ length: lotTiles(shape, index) }, (_, at) => firstTile(shape, index) + at);
  const tileProbes = tiles.map((tile) => digestOf(`${job} probe ${tile}`));
  const outputRoot = tilesRoot(
    tiles.map((tile) => ({ index: tile, digest: digestOf(`${job} tile ${tile}`) })),
  );
  return { outputRoot, metadataDigest, tileProbes, probe: probeOf(tileProbes) };
}
