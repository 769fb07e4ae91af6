import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import type { CanonicalPicture } from "@graphiti/protocol/picture/canonicalise.ts";
import sharp from "sharp";
import { type HugeKind, hugeKinds } from "./kinds.ts";

/**
 * One of the pictures that are too large for every day, by its number, as `npm run nightly` asks for it:
 *
 *     node test/protocol/picture/huge/huge.ts --kind 3
 *
 * Ends with 1 when a pixel or a notice is not what it should be, or when it took more memory than is promised.
 */
const mostMiB = 600;
const places = [
  [50, 50],
  [250, 150],
  [4_950, 3_850],
  [350, 250],
  [250, 250],
] as const;

const run = promisify(execFile);

async function once<Told>(program: string, ...args: string[]): Promise<Told> {
  const path = join(import.meta.dirname, program);
  const { stdout } = await run(process.execPath, ["--disable-warning=ExperimentalWarning", path, ...args]);
  return JSON.parse(stdout) as Told;
}

async function pixelAt(path: string, left: number, top: number): Promise<number[]> {
  const picture = sharp(path, { limitInputPixels: false }).extract({ left, top, width: 1, height: 1 });
  return [...(await picture.raw().toBuffer())];
}

function assertNear(actual: number[], expected: number[], tolerance: number, where: string): void {
  const isNear = actual.every((value, at) => Math.abs(value - (expected[at] as number)) <= tolerance);
  assert.ok(isNear && actual.length === expected.length, `${where}: ${actual} is not near ${expected}`);
}

async function checkKind(kind: HugeKind, folder: string): Promise<number> {
  const [input, output] = [join(folder, "input"), join(folder, "output.png")];
  await kind.make(input);
  const { picture, peakMiB } = await once<{ picture: CanonicalPicture; peakMiB: number }>(
    "canonicalise-once.ts",
    input,
    output,
  );
  const size = kind.isTurned ? [kind.height, kind.width] : [kind.width, kind.height];
  assert.deepEqual([picture.width, picture.height, picture.hasAlpha], [...size, kind.hasAlpha]);
  assert.equal(picture.notices.length, kind.notices.length, picture.notices.join(" | "));
  for (const [at, notice] of kind.notices.entries()) assert.match(picture.notices[at] ?? "", notice);
  for (const [x, y] of places) {
    // Orientation 6: the file's upper left corner stands at the upper right.
    const found = kind.isTurned ? await pixelAt(output, kind.height - 1 - y, x) : await pixelAt(output, x, y);
    const expected = kind.colourAt(x, y);
    const isClear = kind.hasAlpha && expected[3] === 0;
    assertNear(isClear ? found.slice(3) : found, isClear ? [0] : expected, kind.tolerance, `${x}, ${y}`);
  }
  return peakMiB;
}

/** The largest works that each format is made for. */
const copies = [
  ["jpeg", 16_000, 16_000],
  ["tiff", 16_000, 16_000],
  ["webp", 5_000, 5_000],
] as const;

async function checkCopy([format, width, height]: (typeof copies)[number], folder: string): Promise<number> {
  const [input, output] = [join(folder, "work.png"), join(folder, "copy")];
  const background = { r: 200, g: 40, b: 20, alpha: 1 };
  const create = { width, height, channels: 4, background } as const;
  await sharp({ create, limitInputPixels: false }).png({ compressionLevel: 1 }).toFile(input);
  const { peakMiB } = await once<{ peakMiB: number }>("encode-once.ts", input, output, format);
  const metadata = await sharp(output, { limitInputPixels: false }).metadata();
  assert.deepEqual([metadata.format, metadata.width, metadata.height], [format, width, height]);
  assertNear((await pixelAt(output, width - 1, height - 1)).slice(0, 3), [200, 40, 20], 3, "corner");
  return peakMiB;
}

const { values } = parseArgs({ options: { kind: { type: "string", default: "0" } } });
const number = Number(values.kind);
const folder = await mkdtemp(join(tmpdir(), "huge-"));
try {
  const kind = hugeKinds[number];
  const copy = copies[number - hugeKinds.length];
  assert.ok(kind ?? copy, `there is no kind ${number}`);
  const name = kind?.name ?? `copy as ${copy?.join(" ")}`;
  const peakMiB = kind ? await checkKind(kind, folder) : copy ? await checkCopy(copy, folder) : 0;
  console.log(JSON.stringify({ name, peakMiB }));
  assert.ok(peakMiB <= mostMiB, `${name} took ${peakMiB} MiB`);
} finally {
  await rm(folder, { recursive: true });
}
