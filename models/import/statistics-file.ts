import { readFile, writeFile } from "node:fs/promises";
import { fail } from "@graphiti/protocol/errors.ts";
import { z } from "zod";
import type { LayerStatistics } from "./calibration.ts";

const numbers = z.array(z.number());
const fileSchema = z.strictObject({
  layers: z.array(z.strictObject({ largest: numbers, mean: numbers, negativeShare: numbers })),
});

const lineWidth = 110;

/** @throws GraphitiError MODEL_DAMAGED when the file is not what {@link writeStatistics} writes */
export async function readStatistics(path: URL): Promise<LayerStatistics[]> {
  const text = await readFile(path, "utf8");
  const read = fileSchema.safeParse(JSON.parse(text));
  if (!read.success)
    fail("MODEL_DAMAGED", "The calibration statistics are malformed.", { cause: read.error });
  return read.data.layers;
}

/** Writes JSON in the repository's format: numbers fill lines. */
export async function writeStatistics(path: URL, layers: readonly LayerStatistics[]): Promise<void> {
  const blocks = layers.map(({ largest, mean, negativeShare }) => {
    const fields = Object.entries({ largest, mean, negativeShare }).map(
      ([name, values]) => `      "${name}": ${numbersJson(values, name.length + 10)}`,
    );
    return `    {\n${fields.join(",\n")}\n    }`;
  });
  await writeFile(path, `{\n  "layers": [\n${blocks.join(",\n")}\n  ]\n}\n`);
}

function numbersJson(values: readonly number[], column: number): string {
  const single = `[${values.join(", ")}]`;
  if (column + single.length + 1 <= lineWidth) return single;
  const indent = " ".repeat(8);
  const lines: string[] = [];
  let line = indent;
  for (const [at, value] of values.entries()) {
    const word = at < values.length - 1 ? `${value},` : `${value}`;
    const next = line === indent ? `${line}${word}` : `${line} ${word}`;
    if (next.length > lineWidth) lines.push(line);
    line = next.length > lineWidth ? `${indent}${word}` : next;
  }
  return `[\n${[...lines, line].join("\n")}\n      ]`;
}
