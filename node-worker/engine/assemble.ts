import { createHash } from "node:crypto";
import { assemblyTileProbe, jobOutputRoot, lotOutputRoot, planarDigest } from "@graphiti/protocol/digests.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { sharp } from "@graphiti/protocol/picture/formats.ts";
import { giveBack } from "@graphiti/protocol/picture/give-back.ts";
import { type OpenPicture, openPicture } from "@graphiti/protocol/picture/open-picture.ts";
import { maxOutputPixels } from "@graphiti/protocol/quote.ts";
import { firstTile, type LotShape, lotTiles, tileLotCount } from "@graphiti/protocol/terms.ts";
import { type Geometry, tilesOf } from "@graphiti/protocol/tiles.ts";
import type { Hex } from "viem";

/** Rows that are held at once while all pixels are hashed. */
const bandRows = 64;

/** Encodes a finished scratch picture as PNG: 8-bit sRGB, no metadata, in bounded memory. */
export async function encodePng(scratchPath: string, pngPath: string): Promise<void> {
  await sharp(scratchPath, { limitInputPixels: maxOutputPixels, sequentialRead: true, failOn: "warning" })
    .png({ compressionLevel: 6, palette: false })
    .toFile(pngPath);
}

/** What a result's file holds, by its pixels alone. */
export type FileFacts = {
  /** Output digests of all tiles, in their order. */
  leaves: Hex[];
  /** One for each tile lot. */
  lotRoots: Hex[];
  /** What stands for a tile's probe in the assembly lot; undefined where there is none. */
  assemblyProbe: Hex | undefined;
};

/**
 * Decodes a result and hashes its tiles, as anybody who checks the work is going to.
 * @param geometry of the service, in input pixels
 * @throws PICTURE_UNREADABLE
 */
export async function factsOfPng(
  pngPath: string,
  scratchDirectory: string,
  geometry: Pick<Geometry, "scale" | "tileCore">,
  shape: LotShape,
): Promise<FileFacts> {
  const picture = await openPicture(pngPath, scratchDirectory, maxOutputPixels);
  try {
    const tileCore = geometry.scale * geometry.tileCore;
    const leaves: Hex[] = [];
    for (const tile of tilesOf(picture, tileCore)) {
      const { data, channels, width, height } = await picture.haloedTile(tile, 0);
      leaves.push(planarDigest(data, channels, width, height));
      giveBack(data);
    }
    const lots = tileLotCount(shape);
    const lotRoots = Array.from({ length: lots }, (_, lot) => lotRootOf(leaves, shape, lot));
    const assemblyProbe = lots === 1 ? undefined : assemblyTileProbe(await pixelsDigest(picture));
    return { leaves, lotRoots, assemblyProbe };
  } finally {
    await picture.close();
  }
}

function lotRootOf(leaves: readonly Hex[], shape: LotShape, lot: number): Hex {
  const first = firstTile(shape, lot);
  const own = leaves.slice(first, first + lotTiles(shape, lot));
  return lotOutputRoot(own.map((digest, at) => ({ index: first + at, digest })));
}

/** SHA-256 of all pixels, row after row as in the file. */
async function pixelsDigest(picture: OpenPicture): Promise<Hex> {
  const hash = createHash("sha256");
  for (let y = 0; y < picture.height; y += bandRows) {
    const rows = await picture.rows(y, Math.min(bandRows, picture.height - y));
    hash.update(rows);
    giveBack(rows);
  }
  return `0x${hash.digest("hex")}`;
}

/**
 * Decodes the result again and compares the root over its tiles with the root over what was computed.
 * @param outputRoot of the job
 * @throws RESULT_DIFFERS
 */
export async function verifyPng(
  pngPath: string,
  scratchDirectory: string,
  geometry: Pick<Geometry, "scale" | "tileCore">,
  shape: LotShape,
  outputRoot: Hex,
): Promise<FileFacts> {
  const facts = await factsOfPng(pngPath, scratchDirectory, geometry, shape);
  if (jobOutputRoot(facts.lotRoots) !== outputRoot)
    fail("RESULT_DIFFERS", "The encoded picture does not hold the pixels that were computed.", {
      retryable: true,
    });
  return facts;
}
