import type { Address, Hex } from "viem";
import { z } from "zod";
import { parseCid } from "./cid.ts";
import { sha256, tilesRoot } from "./digests.ts";
import { fail, GraphitiError } from "./errors.ts";
import { canonicalJson } from "./metadata.ts";
import { firstTile, isAssembly, type LotShape, lotTiles } from "./terms.ts";
import type { Geometry, Picture } from "./tiles.ts";

/** A manifest of 128 tiles has about 10 kB. It stays below the size up to which a file is one block everywhere. */
export const largestManifestBytes = 64 * 1024;

/** What there is to say about a lot beyond what its chain events say. Lengths in input pixels. */
export type ManifestFacts = {
  chainId: number;
  escrow: Address;
  jobId: bigint;
  lotIndex: number;
  service: { id: number; modelDigest: Hex };
  geometry: Geometry;
  picture: Picture;
  inputCid: string;
  inputRoot: Hex;
  outputRoot: Hex;
  /** Output digests of the lot's tiles, in their order; of the assembly lot, the output roots of the tile lots. */
  leaves: readonly Hex[];
  /** Of a tile lot: its pixels, as `lot-pixels.ts` has them. */
  pixelsCid?: string;
  /** Of a lot that makes the file. */
  imageCid?: string;
  /** Of the assembly lot: the tile lots' manifests, in their order. */
  manifestCids?: readonly string[];
};

/** The manifest's canonical bytes with their digest, which the lot's submit names. */
export function lotManifest(facts: ManifestFacts): { bytes: Uint8Array; digest: Hex } {
  const { geometry, picture } = facts;
  const bytes = canonicalJson({
    chain_id: facts.chainId,
    escrow: facts.escrow.toLowerCase(),
    job: facts.jobId.toString(),
    lot: facts.lotIndex,
    service: facts.service.id,
    model: facts.service.modelDigest,
    geometry: { scale: geometry.scale, tile_core: geometry.tileCore, halo: geometry.halo },
    picture: { width: picture.width, height: picture.height, has_alpha: picture.hasAlpha },
    input: facts.inputCid,
    input_root: facts.inputRoot,
    output_root: facts.outputRoot,
    leaves: facts.leaves,
    ...(facts.pixelsCid === undefined ? {} : { pixels: facts.pixelsCid }),
    ...(facts.imageCid === undefined ? {} : { image: facts.imageCid }),
    ...(facts.manifestCids === undefined ? {} : { manifests: facts.manifestCids }),
  });
  return { bytes, digest: sha256(bytes) };
}

const digest = z.custom<Hex>((value) => typeof value === "string" && /^0x[0-9a-f]{64}$/.test(value));

const tileLotSchema = z.object({ leaves: z.array(digest).max(128), pixels: z.string().max(100) });

/**
 * What a stranger's manifest says of a tile lot, after its leaves were compared with the output root on the chain.
 * The pixels that it leads to are still to be compared with the leaves.
 * @throws MANIFEST_INVALID
 */
export function readTileManifest(
  bytes: Uint8Array,
  { shape, lotIndex, outputRoot }: { shape: LotShape; lotIndex: number; outputRoot: Hex },
): { leaves: Hex[]; pixelsCid: string } {
  const parsed = tileLotSchema.safeParse(jsonOf(bytes));
  if (!parsed.success) fail("MANIFEST_INVALID", "The lot's manifest does not have its form.");
  const { leaves, pixels } = parsed.data;
  if (isAssembly(shape, lotIndex) || leaves.length !== lotTiles(shape, lotIndex))
    fail("MANIFEST_INVALID", "The lot's manifest has another number of tiles than the lot.");
  const first = firstTile(shape, lotIndex);
  if (tilesRoot(leaves.map((leaf, at) => ({ index: first + at, digest: leaf }))) !== outputRoot)
    fail("MANIFEST_INVALID", "The leaves of the lot's manifest do not give its output root.");
  return { leaves, pixelsCid: contentIdOf(pixels) };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    fail("MANIFEST_INVALID", "The lot's manifest is not JSON.", { cause });
  }
}

function contentIdOf(text: string): string {
  try {
    return parseCid(text).toString();
  } catch (cause) {
    if (cause instanceof GraphitiError)
      fail("MANIFEST_INVALID", "The lot's manifest names no content id.", { cause });
    throw cause;
  }
}
