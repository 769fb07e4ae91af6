import { SimpleMerkleTree } from "@openzeppelin/merkle-tree";
import { bytesToHex, concat, encodeAbiParameters, type Hex, keccak256 } from "viem";
import { type Sha256, startSha256 } from "#sha256";

/** SHA-256 of some bytes. Pixels are hashed with it; keccak is for what only the chain sees. */
export function sha256(bytes: Uint8Array): Hex {
  return bytesToHex(hashOf(bytes));
}

function hashOf(bytes: Uint8Array): Uint8Array {
  const hash = startSha256();
  hash.update(bytes);
  return hash.digest();
}

/**
 * Digest of one layer of one tile, fed row strip by row strip, top to bottom:
 * sha256(sha256(row 0) ‖ sha256(row 1) ‖ …). A strip is one row, all channels, planar.
 */
export class LayerDigest {
  readonly #rows: Sha256 = startSha256();

  row(strip: Uint8Array): void {
    this.#rows.update(hashOf(strip));
  }

  /** Closes the layer; no row can follow. */
  digest(): Hex {
    return bytesToHex(this.#rows.digest());
  }
}

/**
 * Layer digest of 8-bit planar pixels.
 * @param planar channels × height × width bytes
 */
export function planarDigest(planar: Uint8Array, channels: number, width: number, height: number): Hex {
  const layer = new LayerDigest();
  const strip = new Uint8Array(channels * width);
  for (let y = 0; y < height; y++) {
    for (let channel = 0; channel < channels; channel++) {
      const start = (channel * height + y) * width;
      strip.set(planar.subarray(start, start + width), channel * width);
    }
    layer.row(strip);
  }
  return layer.digest();
}

/** A leaf carries its index, because proofs with sorted pairs do not prove position. */
export function tileLeaf(index: number, digest: Hex): Hex {
  return keccak256(encodeAbiParameters([{ type: "uint256" }, { type: "bytes32" }], [BigInt(index), digest]));
}

/** Root over leaves in the order given (OpenZeppelin's SimpleMerkleTree). */
export function merkleRoot(leaves: readonly Hex[]): Hex {
  if (leaves.length === 0) throw new RangeError("a tree needs a leaf");
  return SimpleMerkleTree.of([...leaves], { sortLeaves: false }).root as Hex;
}

/** Root over digests of tiles, each with its index in the job: a lot's output root, or a job's input root. */
export function tilesRoot(tiles: readonly { index: number; digest: Hex }[]): Hex {
  return merkleRoot(tiles.map(({ index, digest }) => tileLeaf(index, digest)));
}

export const lotOutputRoot = tilesRoot;

/** Proof that the tile at a place of the list lies under the root that {@link tilesRoot} gives of the whole list. */
export function tileProof(tiles: readonly { index: number; digest: Hex }[], at: number): Hex[] {
  const leaves = tiles.map(({ index, digest }) => tileLeaf(index, digest));
  return SimpleMerkleTree.of(leaves, { sortLeaves: false }).getProof(at) as Hex[];
}

/** Whether a proof leads from a tile to a root. */
export function isTileUnder(
  root: Hex,
  { index, digest }: { index: number; digest: Hex },
  proof: readonly Hex[],
): boolean {
  return SimpleMerkleTree.verify(root, tileLeaf(index, digest), [...proof]);
}

/** A job's output root: over the roots of its tile lots in their order; of a single lot, that lot's own. */
export function jobOutputRoot(lotRoots: readonly Hex[]): Hex {
  const [only] = lotRoots;
  if (only && lotRoots.length === 1) return only;
  return merkleRoot(lotRoots.map((root, index) => tileLeaf(index, root)));
}

/** The probe of a lot: keccak of its tiles' probes, one after the other. */
export function probeOf(tileProbes: readonly Hex[]): Hex {
  return keccak256(concat(tileProbes));
}

/**
 * The probe that an attester seals: like {@link probeOf}, of the sampled tiles alone, in the order drawn.
 * @param tileProbes of the whole lot; only the sampled ones need to be there
 * @throws RangeError for a sampled tile without a probe
 */
export function sampleProbeOf(tileProbes: readonly (Hex | undefined)[], sample: readonly number[]): Hex {
  return probeOf(sample.map((tile) => tileProbes[tile] ?? raise(`there is no probe of tile ${tile}`)));
}

function raise(message: string): never {
  throw new RangeError(message);
}

/**
 * What stands for a tile's probe in the assembly lot, whose one tile is the whole picture.
 * @param pixelsDigest SHA-256 of the joined pixels: rows of interleaved RGB, or RGBA, as in the file
 */
export function assemblyTileProbe(pixelsDigest: Hex): Hex {
  return keccak256(
    encodeAbiParameters([{ type: "string" }, { type: "bytes32" }], ["graphiti assembly", pixelsDigest]),
  );
}
