import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CanonicalPicture, canonicalise } from "@graphiti/protocol/picture/canonicalise.ts";
import sharp from "sharp";

export type Canonical = { picture: CanonicalPicture; channels: number; pixels: Buffer };

/** Makes a file canonical in a folder of its own, and reads what came of it. */
export async function canonical(bytes: Uint8Array): Promise<Canonical> {
  const folder = await mkdtemp(join(tmpdir(), "canonical-"));
  try {
    const input = join(folder, "input");
    await writeFile(input, bytes);
    const picture = await canonicalise(input, join(folder, "out.png"));
    const metadata = await sharp(picture.path).metadata();
    assert.deepEqual([metadata.format, metadata.depth, metadata.space], ["png", "uchar", "srgb"]);
    assert.ok(!metadata.exif && !metadata.icc && !metadata.xmp && !metadata.iptc, "it has metadata");
    const { data, info } = await sharp(picture.path).raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([picture.width, picture.height], [info.width, info.height]);
    assert.equal(info.channels, picture.hasAlpha ? 4 : 3);
    return { picture, channels: info.channels, pixels: data };
  } finally {
    await rm(folder, { recursive: true });
  }
}

export const pixelAt = ({ picture, channels, pixels }: Canonical, x: number, y: number): number[] => [
  ...pixels.subarray((y * picture.width + x) * channels, (y * picture.width + x + 1) * channels),
];

/** Each sample no farther than `tolerance` from what it should be. */
export function assertNear(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  const isNear = actual.every((value, at) => Math.abs(value - (expected[at] as number)) <= tolerance);
  assert.ok(isNear && actual.length === expected.length, `${actual} is not near ${expected}`);
}

/** Every sentence is matched by one pattern, in the same order. */
export function assertNotices({ picture }: Canonical, ...patterns: RegExp[]): void {
  assert.equal(picture.notices.length, patterns.length, picture.notices.join(" | "));
  for (const [index, pattern] of patterns.entries()) assert.match(picture.notices[index] ?? "", pattern);
}
