import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { announce, announcedIn } from "@graphiti/protocol/announcement.ts";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { planarDigest, sha256, tilesRoot } from "@graphiti/protocol/digests.ts";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { largestManifestBytes, lotManifest, readTileManifest } from "@graphiti/protocol/lot-manifest.ts";
import { interleavedDigest, lotPixelBytes, tileSpans } from "@graphiti/protocol/lot-pixels.ts";
import { canonicalJson } from "@graphiti/protocol/metadata.ts";
import { concat, type Hex, toHex } from "viem";

const digestOf = (index: number): Hex => sha256(new TextEncoder().encode(`tile ${index}`));
const shape = { tiles: 5, tilesPerLot: 3 };
/** The second lot of five tiles: tiles 3 and 4. */
const lotIndex = 1;
const leaves = [digestOf(3), digestOf(4)];
const outputRoot = tilesRoot(leaves.map((digest, at) => ({ index: 3 + at, digest })));
const pixels = rawCid(digestOf(99));
const expected = { shape, lotIndex, outputRoot };

const facts = {
  chainId: 1,
  escrow: "0x00000000000000000000000000000000000000e5",
  jobId: 7n,
  lotIndex,
  service: { id: 1, modelDigest: digestOf(0) },
  geometry: { scale: 2, tileCore: 128, halo: 7 },
  picture: { width: 600, height: 100, hasAlpha: false },
  inputCid: pixels,
  inputRoot: digestOf(1),
  outputRoot,
  leaves,
  pixelsCid: pixels,
} as const;

describe("a lot's manifest", () => {
  it("is read back by those who know the lot's output root", () => {
    const { bytes, digest } = lotManifest(facts);
    assert.equal(digest, sha256(bytes));
    assert.deepEqual(readTileManifest(bytes, expected), { leaves, pixelsCid: pixels });
  });

  it("has one content id in every store, however many tiles there are", () => {
    const { bytes } = lotManifest({ ...facts, leaves: Array.from({ length: 128 }, (_, at) => digestOf(at)) });
    assert.ok(bytes.length < largestManifestBytes, `${bytes.length} bytes`);
  });

  const said = (change: object) => canonicalJson({ leaves, pixels, ...change });
  const hostile: [string, Uint8Array][] = [
    ["is not JSON", new TextEncoder().encode("{")],
    ["is not UTF-8", Uint8Array.of(0x22, 0xff, 0x22)],
    ["is JSON of another form", canonicalJson([1, 2])],
    ["has a leaf that is no digest", said({ leaves: [leaves[0] as Hex, "0x12"] })],
    ["has a tile too few", said({ leaves: leaves.slice(1) })],
    ["has a tile too many", said({ leaves: [...leaves, digestOf(5)] })],
    ["has its tiles in another order", said({ leaves: leaves.toReversed() })],
    ["has another tile", said({ leaves: [leaves[0] as Hex, digestOf(5)] })],
    ["names an address instead of content", said({ pixels: "http://127.0.0.1/pixels" })],
    ["names no pixels", canonicalJson({ leaves })],
  ];
  for (const [what, bytes] of hostile)
    it(`is refused when it ${what}`, () => {
      assert.throws(
        () => readTileManifest(bytes, expected),
        (error) => error instanceof GraphitiError && error.code === "MANIFEST_INVALID" && !error.retryable,
      );
    });

  it("is named by the last word of the input that submitted the lot", () => {
    const input = concat(["0x12345678", toHex(1, { size: 32 })]);
    assert.equal(announcedIn(announce(input, digestOf(3))), digestOf(3));
    assert.equal(announcedIn("0x1234"), undefined);
  });
});

describe("a lot's pixels", () => {
  it("lie tile after tile without gaps, those at the picture's edges smaller", () => {
    const picture = { width: 40, height: 20, hasAlpha: true };
    const whole = { tiles: 12, tilesPerLot: 5 };
    const lots = [0, 1, 2].map((lot) => tileSpans(picture, { scale: 2, tileCore: 16 }, whole, lot));
    assert.deepEqual(
      lots.map((spans) => spans.map(({ tile }) => tile.index)),
      [
        [0, 1, 2, 3, 4],
        [5, 6, 7, 8, 9],
        [10, 11],
      ],
    );
    for (const spans of lots) {
      let end = 0;
      for (const { offset, bytes, width, height } of spans) {
        assert.equal(offset, end);
        assert.equal(bytes, 3 * width * height);
        end += bytes;
      }
      assert.equal(lotPixelBytes(spans), end);
    }
    const planes = 2;
    const total = lots.flat().reduce((bytes, span) => bytes + span.bytes, 0);
    assert.equal(total, planes * 3 * (2 * 40) * (2 * 20));
  });

  it("have the digest of the same pixels as planes", () => {
    const [width, height] = [7, 5];
    const planar = Uint8Array.from({ length: 3 * width * height }, (_, at) => (at * 37) & 255);
    const area = width * height;
    const interleaved = planar.map((_, at) => planar[(at % 3) * area + Math.floor(at / 3)] as number);
    assert.equal(interleavedDigest(interleaved, width, height), planarDigest(planar, 3, width, height));
  });
});
