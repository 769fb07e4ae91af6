import { planarDigest, tileProof } from "@graphiti/protocol/digests.ts";
import { type TileDigest, tileDigestsOfOpen } from "@graphiti/protocol/picture/input-root.ts";
import { shapeOf } from "@graphiti/protocol/terms.ts";
import { type Geometry, type Picture, tileAt, tileCount } from "@graphiti/protocol/tiles.ts";
import { termsFromJson } from "../_data/terms-json.ts";
import type { JobView } from "../_data/views.ts";
import type { ProvedPixels, ProvedTile } from "../works/[id]/verify/proved-tile.ts";
import { notFoundError } from "./problem.ts";
import { processMemory } from "./process-memory.ts";
import { tilePictures } from "./tile-pictures.ts";

/** What a cut is made of: tiles `first … first + count − 1` hang under one root. */
type Cut = { cid: string; picture: Picture; geometry: Geometry; first: number; count: number };

const mostKept = 200;
const kept = processMemory("tile-digests", () => new Map<string, Promise<TileDigest[]>>());

/**
 * One tile of a minted work with all that shows that it is the right one: input and result with proofs to the roots.
 * Nobody has to believe it, because whoever asks compares it with the roots on the chain.
 * @throws NOT_FOUND for a tile that the work does not have; what fetching and decoding throw
 */
export async function provedTile(job: JobView, imageCid: string, index: number): Promise<ProvedTile> {
  const { service, width, height, hasAlpha } = job;
  if (!service || index >= tileCount(job, service.tileCore)) throw notFoundError("This tile");
  const { scale, tileCore, halo } = service;
  const { tiles, tilesPerLot } = shapeOf(termsFromJson(job.terms));
  const lotIndex = Math.floor(index / tilesPerLot);
  const first = lotIndex * tilesPerLot;
  const tileLots = job.lots.filter(({ kind }) => kind === "tiles");
  const input = {
    cid: job.inputCid,
    picture: { width, height, hasAlpha },
    geometry: { scale: 1, tileCore, halo },
    first: 0,
    count: tiles,
  };
  const output = {
    cid: imageCid,
    picture: { width: width * scale, height: height * scale, hasAlpha },
    geometry: { scale: 1, tileCore: tileCore * scale, halo: 0 },
    first,
    count: Math.min(tilesPerLot, tiles - first),
  };
  return {
    index,
    lotIndex,
    lotRoots: tileLots.map(({ outputRoot }) => outputRoot ?? "0x"),
    // A generated picture has parameters instead of an input.
    ...(service.kind === 1 && { input: await cut(input, index) }),
    output: await cut(output, index),
  };
}

function cut({ cid, picture, geometry, first, count }: Cut, index: number): Promise<ProvedPixels> {
  return tilePictures().use(cid, async (open) => {
    const tile = tileAt(picture, geometry.tileCore, index);
    const { data, width, height } = await open.haloedTile(tile, geometry.halo);
    const digests = await digestsOf(`${cid} ${geometry.tileCore} ${geometry.halo} ${first}`, async () => {
      if (count === tileCount(picture, geometry.tileCore)) return tileDigestsOfOpen(open, geometry);
      const some: TileDigest[] = [];
      for (let at = first; at < first + count; at++) {
        const one = await open.haloedTile(tileAt(picture, geometry.tileCore, at), geometry.halo);
        some.push({ index: at, digest: planarDigest(one.data, 3, one.width, one.height) });
      }
      return some;
    });
    const pixels = Buffer.from(data).toString("base64");
    return { pixels, width, height, proof: tileProof(digests, index - first) };
  });
}

/** Digests of stored pictures never change. */
async function digestsOf(key: string, make: () => Promise<TileDigest[]>): Promise<TileDigest[]> {
  const known = kept.get(key);
  if (known) return known;
  const made = make();
  kept.set(key, made);
  made.catch(() => kept.delete(key));
  if (kept.size > mostKept) kept.delete(kept.keys().next().value as string);
  return made;
}
