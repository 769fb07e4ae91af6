import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { planarDigest, tilesRoot } from "@graphiti/protocol/digests.ts";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { sharp } from "@graphiti/protocol/picture/formats.ts";
import fc from "fast-check";
import { encodePng, verifyPng } from "../../../node-worker/engine/assemble.ts";
import { ScratchPicture } from "../../../node-worker/engine/scratch-picture.ts";
import { pixelAt } from "../support/pictures.ts";

let directory: string;
before(() => {
  directory = mkdtempSync(join(tmpdir(), "scratch-"));
});
after(() => rmSync(directory, { recursive: true, force: true }));

const side = 40;

/** RGB of a rectangle; alpha tiles are grey. */
function paint(x: number, y: number, width: number, height: number, isAlpha = false): Uint8Array {
  return Uint8Array.from({ length: width * height * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return pixelAt(x + (pixel % width), y + Math.floor(pixel / width), isAlpha ? 3 : at % 3);
  });
}

async function write(path: string, width: number, height: number, channels: 3 | 4, backwards: boolean) {
  const scratch = ScratchPicture.open(path, width, height, channels);
  const tiles: { x: number; y: number; isAlpha: boolean }[] = [];
  for (const isAlpha of channels === 4 ? [false, true] : [false])
    for (let y = 0; y < height; y += side)
      for (let x = 0; x < width; x += side) tiles.push({ x, y, isAlpha });
  for (const { x, y, isAlpha } of backwards ? tiles.toReversed() : tiles) {
    const size = { width: Math.min(side, width - x), height: Math.min(side, height - y) };
    const pixels = { x, y, ...size, data: paint(x, y, size.width, size.height, isAlpha) };
    if (isAlpha) scratch.writeAlpha(pixels);
    else scratch.writeColour(pixels);
  }
  await scratch.flush();
  scratch.close();
}

describe("a scratch picture", () => {
  it("becomes the PNG of its pixels, whatever its shape and the order of the tiles", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 150 }),
        fc.integer({ min: 1, max: 150 }),
        fc.constantFrom(3 as const, 4 as const),
        fc.boolean(),
        async (width, height, channels, backwards) => {
          const path = join(directory, "any.tif");
          rmSync(path, { force: true });
          await write(path, width, height, channels, backwards);
          await encodePng(path, join(directory, "any.png"));
          const { data, info } = await sharp(join(directory, "any.png"))
            .raw()
            .toBuffer({ resolveWithObject: true });
          assert.deepEqual([info.width, info.height, info.channels], [width, height, channels]);
          for (let at = 0; at < data.length; at++) {
            const pixel = Math.floor(at / channels);
            const value = pixelAt(pixel % width, Math.floor(pixel / width), at % channels);
            if (data[at] !== value) assert.fail(`byte ${at} is ${data[at]} instead of ${value}`);
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it("keeps its pixels when it is opened again, and only then", () => {
    const path = join(directory, "again.tif");
    rmSync(path, { force: true });
    assert.equal(ScratchPicture.open(path, 30, 20, 3).isNew, true);
    assert.equal(ScratchPicture.open(path, 30, 20, 3).isNew, false);
    assert.equal(ScratchPicture.open(path, 31, 20, 3).isNew, true);
    assert.equal(ScratchPicture.open(path, 31, 20, 4).isNew, true);
  });

  it("gives a PNG without metadata", async () => {
    const path = join(directory, "plain.tif");
    await write(path, 50, 30, 3, false);
    await encodePng(path, join(directory, "plain.png"));
    const metadata = await sharp(join(directory, "plain.png")).metadata();
    assert.deepEqual(
      [metadata.exif, metadata.icc, metadata.xmp, metadata.depth],
      [undefined, undefined, undefined, "uchar"],
    );
  });
});

describe("the check of the encoded picture", () => {
  const geometry = { scale: 2, tileCore: side / 2, halo: 7 };

  /** The root over tiles as the nodes compute it. */
  function rootOf(width: number, height: number, hasAlpha: boolean, wrongTile = -1) {
    const digests: { index: number; digest: `0x${string}` }[] = [];
    for (const isAlpha of hasAlpha ? [false, true] : [false])
      for (let y = 0; y < height; y += side)
        for (let x = 0; x < width; x += side) {
          const size = { width: Math.min(side, width - x), height: Math.min(side, height - y) };
          const pixels = paint(x, y, size.width, size.height, isAlpha);
          const plane = size.width * size.height;
          const planar = Uint8Array.from(
            pixels,
            (_, at) => pixels[(at % plane) * 3 + Math.floor(at / plane)] as number,
          );
          const index = digests.length;
          if (index === wrongTile) planar[0] = (planar[0] as number) ^ 1;
          digests.push({ index, digest: planarDigest(planar, 3, size.width, size.height) });
        }
    return tilesRoot(digests);
  }

  for (const channels of [3, 4] as const)
    it(`finds one wrong bit in any tile, ${channels} channels`, async () => {
      const path = join(directory, `check${channels}.tif`);
      const png = join(directory, `check${channels}.png`);
      await write(path, 90, 50, channels, false);
      await encodePng(path, png);
      const tiles = channels === 4 ? 12 : 6;
      const shape = { tiles, tilesPerLot: tiles };
      await verifyPng(png, directory, geometry, shape, rootOf(90, 50, channels === 4));
      for (const wrongTile of [0, tiles - 1])
        await assert.rejects(
          () => verifyPng(png, directory, geometry, shape, rootOf(90, 50, channels === 4, wrongTile)),
          (error) => error instanceof GraphitiError && error.code === "RESULT_DIFFERS",
        );
    });
});
