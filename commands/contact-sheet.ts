import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { generatorOf } from "@graphiti/models/generate/generators.ts";
import { sha256 } from "@graphiti/protocol/digests.ts";
import { calledFrom } from "@graphiti/protocol/env.ts";
import { asGraphitiError, fail } from "@graphiti/protocol/errors.ts";
import {
  type GenerateParams,
  largestComplexity,
  largestVariation,
  paletteNames,
  symmetryNames,
} from "@graphiti/protocol/generate-params.ts";
import sharp from "sharp";

const help = `npm run contact-sheet -- [options]

Draws a sheet of generated pictures, to look at many of them at once.

  --service NAME     dream (default) or flow
  --output FILE      a .png or .webp (default .graphiti/contact-sheets/NAME.png)
  --pictures N       how many (default 24), six in a row
  --size N           pixels a side of each (default 256)
  --first N          number of the first seed (default 1)
  --same-seed        every picture from the first seed
  --palette N        0 … ${paletteNames.length - 1}, or "each" in turn (default)
  --complexity N     0 … ${largestComplexity}, or "each" (default)
  --symmetry N       0 … ${symmetryNames.length - 1}, or "each" (default 0)
  --variation N      0 … ${largestVariation}, or "each" (default 0)
  --help             this text`;

const columns = 6;
const gap = 4;
const webpQuality = 64;

const seedOf = (number: number) =>
  sha256(new TextEncoder().encode(`contact sheet ${number}`)).slice(0, 34) as GenerateParams["seed"];

/** "each" walks through all values; `stride` keeps two parameters that walk from walking in step. */
function settingOf(name: string, text: string, largest: number, picture: number, stride = 1): number {
  if (text === "each") return (picture * stride) % (largest + 1);
  return wholeNumber(name, text, 0, largest);
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least && number <= most) return number;
  return fail("BAD_INPUT", `--${name} must be a whole number from ${least} to ${most}, not "${text}".`);
}

function interleaved(planar: Uint8Array, size: number): Buffer {
  const plane = size ** 2;
  return Buffer.from(planar.map((_, at) => planar[(at % 3) * plane + Math.floor(at / 3)] as number));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      service: { type: "string", default: "dream" },
      output: { type: "string" },
      pictures: { type: "string", default: "24" },
      size: { type: "string", default: "256" },
      first: { type: "string", default: "1" },
      "same-seed": { type: "boolean", default: false },
      palette: { type: "string", default: "each" },
      complexity: { type: "string", default: "each" },
      symmetry: { type: "string", default: "0" },
      variation: { type: "string", default: "0" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(help);
  const { renderTile } = generatorOf(values.service);
  const pictures = wholeNumber("pictures", values.pictures, 1, 240);
  const size = wholeNumber("size", values.size, 16, 1024);
  const first = wholeNumber("first", values.first, 0, 1e9);
  const given = values.output && resolve(calledFrom(), values.output);
  const output = given ?? join(".graphiti", "contact-sheets", `${values.service}.png`);
  if (!/\.(png|webp)$/.test(output))
    fail("BAD_INPUT", `--output must end in .png or .webp, not "${output}".`);
  const tiles = Array.from({ length: pictures }, (_, at) => {
    const params = {
      seed: seedOf(values["same-seed"] ? first : first + at),
      palette: settingOf("palette", values.palette, paletteNames.length - 1, at),
      complexity: settingOf("complexity", values.complexity, largestComplexity, at, 7),
      symmetry: settingOf("symmetry", values.symmetry, symmetryNames.length - 1, at, 2),
      variation: settingOf("variation", values.variation, largestVariation, at),
    };
    const square = { width: size, height: size };
    const { pixels } = renderTile(params, square, { x: 0, y: 0, ...square });
    return {
      input: interleaved(pixels, size),
      raw: { ...square, channels: 3 as const },
      left: (at % columns) * (size + gap),
      top: Math.floor(at / columns) * (size + gap),
    };
  });
  const width = Math.min(columns, pictures) * (size + gap) - gap;
  const height = Math.ceil(pictures / columns) * (size + gap) - gap;
  const sheet = sharp({ create: { width, height, channels: 3, background: "#111" } }).composite(tiles);
  await mkdir(dirname(output), { recursive: true });
  await (output.endsWith(".webp") ? sheet.webp({ quality: webpQuality, effort: 6 }) : sheet.png()).toFile(
    output,
  );
  console.log(`${pictures} pictures of ${values.service}: ${output}`);
}

main().catch((thrown: unknown) => {
  const { code, message } = asGraphitiError(thrown);
  console.error(message, code === "INTERNAL" ? thrown : "");
  process.exitCode = 1;
});
