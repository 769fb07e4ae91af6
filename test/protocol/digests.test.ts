import assert from "node:assert/strict";
import { test } from "node:test";
import {
  jobOutputRoot,
  LayerDigest,
  lotOutputRoot,
  merkleRoot,
  planarDigest,
  probeOf,
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

test("a job's root is the tree over its lots' roots, with their indices", () => {
  const root: Hex = `0x${"33".repeat(32)}`;
  assert.equal(jobOutputRoot([root]), tileLeaf(0, root));
});

test("a probe is keccak over the tiles' probes in order", () => {
  const a = sha256(Uint8Array.of(1));
  const b = sha256(Uint8Array.of(2));
  assert.equal(probeOf([a, b]), keccak256(concat([a, b])));
  assert.notEqual(probeOf([a, b]), probeOf([b, a]));
});
