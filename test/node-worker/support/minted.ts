import assert from "node:assert/strict";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { sharp } from "@graphiti/protocol/picture/formats.ts";
import { eventsOf } from "./job-events.ts";
import type { World } from "./world.ts";

/** The minted file's pixels, by way of the token's metadata. */
async function mintedPixels(world: World, jobId: bigint) {
  const [minted] = await eventsOf(world, jobId, "Minted");
  assert.ok(minted);
  const metadata = await world.store.get(rawCid(minted.args.metadataDigest), { maxBytes: 1e5 });
  const { image } = JSON.parse(new TextDecoder().decode(metadata));
  const png = await world.store.get(image.slice("ipfs://".length), { maxBytes: 1e6 });
  return sharp(png).raw().toBuffer({ resolveWithObject: true });
}

/** The minted file holds each pixel of the input as a block of four. */
export async function assertIsDoubled(world: World, jobId: bigint, inputPath: string) {
  const made = await mintedPixels(world, jobId);
  const input = await sharp(inputPath).raw().toBuffer({ resolveWithObject: true });
  const { width, channels } = input.info;
  assert.deepEqual([made.info.width, made.info.height], [2 * width, 2 * input.info.height]);
  for (let at = 0; at < made.data.length; at++) {
    const pixel = Math.floor(at / channels);
    const [x, y] = [Math.floor((pixel % (2 * width)) / 2), Math.floor(pixel / (2 * width) / 2)];
    if (made.data[at] !== input.data[(y * width + x) * channels + (at % channels)]) assert.fail(`byte ${at}`);
  }
}
