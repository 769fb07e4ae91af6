import assert from "node:assert/strict";
import { test } from "node:test";
import { recipeOf } from "@graphiti/models/catalogue.ts";
import { generatedConformance } from "@graphiti/models/generate/conformance-tile.ts";
import { type GeneratorName, generators } from "@graphiti/models/generate/generators.ts";
import { checkDigest, modelBytes } from "@graphiti/models/model-bytes.ts";
import { referenceDigests } from "@graphiti/models/reference-digests.ts";
import { sha256 } from "@graphiti/protocol/digests.ts";
import { someParams } from "./arbitrary.ts";

const names = Object.keys(generators) as GeneratorName[];

for (const name of names) {
  test(`${name}: the conformance digests are the reference's`, () => {
    const { params, picture, rect } = generatedConformance;
    const { renderTile, probeChannels } = generators[name];
    const { pixels, probe } = renderTile(params, picture, rect);
    const [width, height] = [rect.width, rect.height];
    const run = {
      result: pixels,
      resultWidth: width,
      resultHeight: height,
      probe,
      probeChannels,
      probeWidth: width,
      probeHeight: height,
    };
    assert.deepEqual(referenceDigests(run), recipeOf(name).conformance);
    assert.ok(Math.max(...pixels) - Math.min(...pixels) > 150, "the tile has dark and light in it");
  });

  test(`${name}: the model's bytes have the digest that the catalogue pins, and no other`, async () => {
    const bytes = (await modelBytes(name)).slice();
    assert.equal(sha256(bytes), recipeOf(name).modelDigest);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
    assert.throws(() => checkDigest(name, bytes, recipeOf(name).modelDigest), {
      code: "MODEL_DIGEST_MISMATCH",
    });
  });
}

const pinned: Record<GeneratorName, string[]> = {
  dream: [
    "0x58ebacec98720af06313fdfb8e1261f10847d1ad181560dde6336da52cfa880e",
    "0x9df46d67a9db13efe5a7278b37a6eb7fd6cd86164143c332221b91d8f49547ff",
    "0x8abe2aa094a57da51afd87eb142115b1c747d808af5395620638171045b9ab52",
  ],
  flow: [
    "0x4d0c73891b820067d93d5ba64c4dac8492340d8edbd87ea5cd594b2c4464262c",
    "0x7427823aac81ff0a68062b5a314c3aaebbfb04b96a54af424e1238e88d76802a",
    "0xd78a23ffde1c5fb62d6df37170b3647ad0d9e5c2c1b4d5df56d47d8a2339e141",
  ],
};

for (const name of names)
  test(`${name}: seeds give the pictures that they always gave`, () => {
    const digests = ["11", "a7", "f0"].map((byte, at) => {
      const params = {
        ...someParams,
        seed: `0x${byte.repeat(16)}` as const,
        palette: at * 4,
        complexity: at * 4,
        symmetry: at * 2,
        variation: at * 100,
      };
      const picture = { width: 640, height: 480 };
      return sha256(
        generators[name].renderTile(params, picture, { x: 301, y: 77, width: 37, height: 29 }).pixels,
      );
    });
    assert.deepEqual(digests, pinned[name]);
  });
