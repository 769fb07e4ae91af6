import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import sharp from "sharp";

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "contact-sheet-"));
});
after(() => rm(folder, { recursive: true }));

const run = (...args: string[]) =>
  spawnSync(process.execPath, ["commands/contact-sheet.ts", ...args], { encoding: "utf8" });

test("a sheet holds its pictures, six in a row, and they differ", async () => {
  const output = join(folder, "flow.png");
  const { status, stdout } = run("--service", "flow", "--pictures", "7", "--size", "16", "--output", output);
  assert.equal(status, 0);
  assert.match(stdout, /^7 pictures of flow/);
  const { width, height } = await sharp(output).metadata();
  assert.deepEqual([width, height], [6 * 20 - 4, 2 * 20 - 4]);
  const cut = (left: number) =>
    sharp(output).extract({ left, top: 0, width: 16, height: 16 }).raw().toBuffer();
  assert.notDeepEqual(await cut(0), await cut(20));
});

test("help is printed, and what cannot be drawn is refused by name", () => {
  assert.match(run("--help").stdout, /--palette N/);
  for (const [args, message] of [
    [["--palette", "12"], /--palette must be a whole number from 0 to 11/],
    [["--service", "faithful-x2"], /There is: dream, flow/],
    [["--output", "sheet.gif"], /must end in \.png or \.webp/],
  ] as const) {
    const { status, stderr } = run(...args);
    assert.equal(status, 1);
    assert.match(stderr, message);
  }
});
