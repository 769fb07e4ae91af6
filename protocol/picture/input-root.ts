import { mkdtemp, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Hex } from "viem";
import { planarDigest, tilesRoot } from "../digests.ts";
import { type Geometry, tilesOf } from "../tiles.ts";
import { giveBack } from "./give-back.ts";
import { type OpenPicture, openPicture } from "./open-picture.ts";

export type TileDigest = { index: number; digest: Hex };

/** Digests of all haloed input tiles of an open picture, in their order. */
export async function tileDigestsOfOpen(picture: OpenPicture, geometry: Geometry): Promise<TileDigest[]> {
  const digests: TileDigest[] = [];
  for (const tile of tilesOf(picture, geometry.tileCore)) {
    const { data, channels, width, height } = await picture.haloedTile(tile, geometry.halo);
    digests.push({ index: tile.index, digest: planarDigest(data, channels, width, height) });
    giveBack(data);
  }
  return digests;
}

/** Merkle root over the digests of all haloed input tiles of an open picture. */
export async function inputRootOfOpen(picture: OpenPicture, geometry: Geometry): Promise<Hex> {
  return tilesRoot(await tileDigestsOfOpen(picture, geometry));
}

/** The same for a canonical PNG on disk; scratch space is taken beside the file and given back. */
export async function inputRootOf(pngPath: string, geometry: Geometry): Promise<Hex> {
  return tilesRoot(await tileDigestsOf(pngPath, geometry));
}

/** What {@link inputRootOf} is the root of. */
export async function tileDigestsOf(pngPath: string, geometry: Geometry): Promise<TileDigest[]> {
  const scratch = await mkdtemp(join(dirname(pngPath), "root-"));
  try {
    const picture = await openPicture(pngPath, scratch);
    return await tileDigestsOfOpen(picture, geometry);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
