import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assemblyTileProbe,
  jobOutputRoot,
  LayerDigest,
  lotOutputRoot,
  merkleRoot,
  planarDigest,
  probeOf,
  sampleProbeOf,
  sha256,
  tileLeaf,
} from "@graphiti/protocol/digests.ts";
import fc from "fast-check";
import { concat, encodeAbiParameters, type Hex, hexToBytes, keccak256 } from "viem";

const digests = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 20 });

test("SHA-256 of nothing and of abc are the published ones", () => {
  assert.equal(
    sha256(new Uint8Array()),
    "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  assert.equal(
    sha256(new TextEncoder().encode("abc")),
    "0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

test("a layer digest is the digest of its rows' digests", () => {
  const layer = new LayerDigest();
  const rows = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)];
  for (const row of rows) layer.row(row);
  const expected = sha256(hexToBytes(concat(rows.map(sha256))));
  assert.equal(layer.digest(), expected);
});

test("planar pixels are hashed row by row, all channels of a row together", () => {
  const red = [1, 2, 3, 4];
  const green = [5, 6, 7, 8];
  const layer = new LayerDigest();
  layer.row(Uint8Array.of(1, 2, 5, 6));
  layer.row(Uint8Array.of(3, 4, 7, 8));
  assert.equal(planarDigest(Uint8Array.from([...red, ...green]), 2, 2, 2), layer.digest());
});

test("a leaf carries its index", () => {
  const digest: Hex = `0x${"11".repeat(32)}`;
  const expected = keccak256(encodeAbiParameters([{ type: "uint256" }, { type: "bytes32" }], [7n, digest]));
  assert.equal(tileLeaf(7, digest), expected);
  assert.notEqual(tileLeaf(7, digest), tileLeaf(8, digest));
});

test("a tree of one leaf is that leaf, and no leaf is no tree", () => {
  const leaf: Hex = `0x${"22".repeat(32)}`;
  assert.equal(merkleRoot([leaf]), leaf);
  assert.throws(() => merkleRoot([]), RangeError);
});

test("changing one tile, or swapping two, changes the root", () => {
  fc.assert(
    fc.property(digests, fc.nat(), (bytes, pick) => {
      const tiles = bytes.map((value, index) => ({ index, digest: sha256(value) }));
      const root = lotOutputRoot(tiles);
      const at = pick % tiles.length;
      const changed = tiles.map((tile, index) =>
        index === at ? { ...tile, digest: sha256(Uint8Array.of(9)) } : tile,
      );
      assert.notEqual(lotOutputRoot(changed), root);
      const other = (at + 1) % tiles.length;
      if (tiles[at]?.digest !== tiles[other]?.digest) {
        const swap = tiles.map((tile, index) => ({
          index,
          digest: tiles[index === at ? other : index === other ? at : index]?.digest ?? tile.digest,
        }));
        assert.notEqual(lotOutputRoot(swap), root);
      }
    }),
  );
});

test("a job's root is its only lot's, or the tree over its lots' roots with their indices", () => {
  const root: Hex = `0x${"33".repeat(32)}`;
  const other: Hex = `0x${"44".repeat(32)}`;
  assert.equal(jobOutputRoot([root]), root);
  assert.equal(jobOutputRoot([root, other]), merkleRoot([tileLeaf(0, root), tileLeaf(1, other)]));
  assert.throws(() => jobOutputRoot([]), RangeError);
});

test("a probe is keccak over the tiles' probes in order", () => {
  const a = sha256(Uint8Array.of(1));
  const b = sha256(Uint8Array.of(2));
  assert.equal(probeOf([a, b]), keccak256(concat([a, b])));
  assert.notEqual(probeOf([a, b]), probeOf([b, a]));
});

test("a sample's probe is that of the drawn tiles in the order drawn, and needs only them", () => {
  const probes = [0, 1, 2].map((tile) => sha256(Uint8Array.of(tile)));
  assert.equal(sampleProbeOf(probes, [0, 1, 2]), probeOf(probes));
  assert.equal(sampleProbeOf([undefined, probes[1], probes[2]], [2, 1]), probeOf(probes.slice(1).reverse()));
  assert.throws(() => sampleProbeOf(probes, [3]), RangeError);
});

test("the picture's probe in the assembly lot cannot be mistaken for a tile's", () => {
  const pixels = sha256(Uint8Array.of(1, 2, 3));
  const encoded = encodeAbiParameters(
    [{ type: "string" }, { type: "bytes32" }],
    ["graphiti assembly", pixels],
  );
  assert.equal(assemblyTileProbe(pixels), keccak256(encoded));
  assert.notEqual(assemblyTileProbe(pixels), tileLeaf(0, pixels));
});
