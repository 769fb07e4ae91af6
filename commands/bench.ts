import { resolve } from "node:path";
import { parseArgs } from "node:util";
import {
  contenders,
  type Level,
  openSessions,
  type Settings,
  type Variant,
} from "@graphiti/models/bench/contenders.ts";
import { cpuSecondsOf, median } from "@graphiti/models/bench/cpu-cost.ts";
import { peakMemoryMb } from "@graphiti/models/bench/peak-memory.ts";
import {
  type PictureQuality,
  pictureQualities,
  type Quality,
} from "@graphiti/models/bench/picture-quality.ts";
import { filterName } from "@graphiti/models/bench/resample.ts";
import { recipeOf } from "@graphiti/models/catalogue.ts";
import { publishedNetwork } from "@graphiti/models/import/published-network.ts";
import { readSourceFiles, type SourceFiles } from "@graphiti/models/import/source-files.ts";
import { calledFrom } from "@graphiti/protocol/env.ts";
import { asGraphitiError, fail } from "@graphiti/protocol/errors.ts";

const usage = `Measures what being exact costs and what a picture gains: npm run bench -- [options]

  --service NAME      faithful-x2
  --pictures FOLDER   also measure Y-PSNR and SSIM on the pictures of a folder
  --tile WxH          pixels of a tile without its halo (default: the service's)
  --repetitions N     how often each variant runs (default 15)
  --threads N         of ONNX Runtime, within one operator (default 1)
  --level LEVEL       graph optimisation: disabled, basic, extended or all (default all)
  --package FILE      compare with the published weights of this archive instead of our own in float32
  --json              figures only
  --help              this text`;

const goals = { ratio: 1.1, gainDb: 1.5 };
const levels: readonly string[] = ["disabled", "basic", "extended", "all"] satisfies Level[];

type Row = {
  service: string;
  variant: Variant | "bicubic";
  /** Per megapixel of input, halo not counted as input. */
  cpuSecondsPerMp?: number;
  rssMb?: number;
  psnr?: number;
  ssim?: number;
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      service: { type: "string", default: "faithful-x2" },
      pictures: { type: "string" },
      tile: { type: "string" },
      repetitions: { type: "string", default: "15" },
      threads: { type: "string", default: "1" },
      level: { type: "string", default: "all" },
      package: { type: "string" },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return console.log(usage);
  const settings = settingsOf(values);
  const here = (path: string) => resolve(calledFrom(), path);
  const published = values.package
    ? publishedNetwork(
        (await readSourceFiles(["upconv7"], here(values.package))).get("upconv7") as SourceFiles,
      )
    : undefined;
  const { halo, scale } = recipeOf(settings.service);
  const sessions = await openSessions(settings, published);
  const repetitions = positive("repetitions", values.repetitions);
  const all = contenders(sessions, settings);
  const named = (names: Variant[]) => all.filter(({ name }) => names.includes(name));
  // The probe apart: its tensors and their collection must not disturb the comparison with float.
  const compared = await cpuSecondsOf(named(["exact", "float"]), repetitions);
  const probed = await cpuSecondsOf(named(["exact", "exact+probe"]), repetitions);
  const seconds = new Map([...probed, ...compared]);
  const pictures = values.pictures
    ? await pictureQualities(here(values.pictures), { ...sessions, halo, scale })
    : [];
  const rows: Row[] = [];
  for (const variant of ["exact", "exact+probe", "float"] as const)
    rows.push({
      service: settings.service,
      variant,
      cpuSecondsPerMp: median(secondsOf(seconds, variant)) / ((settings.width * settings.height) / 1e6),
      rssMb: await peakMemoryMb(variant, settings),
      ...(variant === "exact+probe" ? {} : meanQuality(pictures.map((picture) => picture[variant]))),
    });
  if (pictures.length > 0)
    rows.push({
      service: settings.service,
      variant: "bicubic",
      ...meanQuality(pictures.map((picture) => picture.bicubic)),
    });
  const report = {
    settings,
    exactToFloat: ratio(compared, "exact", "float"),
    exactToFloatLeast: Math.min(...secondsOf(compared, "exact")) / Math.min(...secondsOf(compared, "float")),
    probeToExact: ratio(probed, "exact+probe", "exact"),
    rows,
    pictures,
  };
  if (values.json) console.log(JSON.stringify(report, null, 2));
  else print(report);
}

function settingsOf(values: { service: string; tile?: string; threads: string; level: string }): Settings {
  const { name, tileCore } = recipeOf(values.service);
  const [width = "", height = ""] = (values.tile ?? `${tileCore}x${tileCore}`).split("x");
  if (!levels.includes(values.level)) fail("BAD_INPUT", `--level is one of ${levels.join(", ")}.`);
  return {
    service: name,
    width: positive("tile", width),
    height: positive("tile", height),
    threads: positive("threads", values.threads),
    level: values.level as Level,
  };
}

function positive(option: string, text: string): number {
  const value = Number(text);
  return Number.isInteger(value) && value > 0
    ? value
    : fail("BAD_INPUT", `--${option} needs whole numbers above 0.`);
}

/** Median of the ratios within each repetition: what disturbs one repetition disturbs both sides of its ratio. */
function ratio(seconds: Map<string, number[]>, one: Variant, other: Variant): number {
  const others = secondsOf(seconds, other);
  return median(secondsOf(seconds, one).map((value, at) => value / (others[at] ?? Number.NaN)));
}

function secondsOf(seconds: Map<string, number[]>, variant: Variant): number[] {
  return seconds.get(variant) ?? [];
}

function meanQuality(qualities: Quality[]): Partial<Quality> {
  if (qualities.length === 0) return {};
  const mean = (field: keyof Quality) =>
    qualities.reduce((sum, quality) => sum + quality[field], 0) / qualities.length;
  return { psnr: mean("psnr"), ssim: mean("ssim") };
}

function gainDb(picture: PictureQuality): number {
  return picture.exact.psnr - picture.bicubic.psnr;
}

type Report = {
  settings: Settings;
  exactToFloat: number;
  /** The same of the least disturbed run of each. */
  exactToFloatLeast: number;
  probeToExact: number;
  rows: Row[];
  pictures: PictureQuality[];
};

function print({ settings, exactToFloat, exactToFloatLeast, probeToExact, rows, pictures }: Report): void {
  const verdict = (met: boolean) => (met ? "met" : "missed");
  console.log(
    `Tile ${settings.width}×${settings.height}, ${settings.threads} thread, level ${settings.level}`,
  );
  console.table(
    rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, short(value)]))),
  );
  const goal = `goal ${goals.ratio}: ${verdict(exactToFloat <= goals.ratio)}`;
  console.log(
    `Exact costs ${short(exactToFloat)} × float (${goal}); in the quietest runs ${short(exactToFloatLeast)} ×.`,
  );
  console.log(`Fetching and hashing the probe makes it ${short(probeToExact)} × that.`);
  if (pictures.length === 0) return;
  console.log(`Pictures were made smaller, and enlarged for comparison, by ${filterName}.`);
  console.table(
    pictures.map((picture) => ({
      picture: picture.picture,
      bicubic: short(picture.bicubic.psnr),
      exact: short(picture.exact.psnr),
      float: short(picture.float.psnr),
      gainDb: short(gainDb(picture)),
      [`goal ${goals.gainDb} dB`]: verdict(gainDb(picture) >= goals.gainDb),
    })),
  );
}

function short<T>(value: T): T | number {
  return typeof value === "number" ? Number(value.toFixed(3)) : value;
}

await main().catch((thrown) => {
  const error = asGraphitiError(thrown);
  console.error(`${error.message} ${error.nextStep}`);
  process.exitCode = 1;
});
