import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { readStatistics, writeStatistics } from "@graphiti/models/import/statistics-file.ts";

const committed = new URL("../../../models/networks/upconv7/calibration.json", import.meta.url);

test("statistics are read and written byte for byte", async () => {
  const folder = await mkdtemp(join(tmpdir(), "graphiti-test-"));
  const copy = pathToFileURL(join(folder, "calibration.json"));
  const layers = await readStatistics(committed);
  assert.deepEqual(
    layers.map(({ largest, mean, negativeShare }) => [largest.length, mean.length, negativeShare.length]),
    [3, 16, 32, 64, 128, 128, 256].map((channels) => [channels, channels, channels]),
  );
  await writeStatistics(copy, layers);
  assert.equal(await readFile(copy, "utf8"), await readFile(committed, "utf8"));
  await writeFile(copy, '{"layers": [{"largest": ["1"]}]}');
  await assert.rejects(readStatistics(copy), { code: "MODEL_DAMAGED" });
  await rm(folder, { recursive: true });
});
