import { recipeOf, type ServiceRecipe } from "../catalogue.ts";
import { contender } from "./contenders.ts";
import { cpuSecondsOf, median } from "./cpu-cost.ts";
import { peakMemoryMb } from "./peak-memory.ts";
import { type NamedPicture, type PictureQuality, type Quality, qualityOf } from "./picture-quality.ts";
import {
  type FloatModel,
  openRunner,
  type Runner,
  type Settings,
  type Variant,
  variants,
} from "./runners.ts";

export type Row = {
  service: string;
  variant: Variant | "bicubic";
  /** Per megapixel of input, halo not counted as input. */
  cpuSecondsPerMp?: number;
  rssMb?: number;
  psnr: number;
  ssim: number;
};

export type ServiceReport = {
  settings: Settings;
  /** Median of the ratios within each repetition; and that of the least disturbed run of each. */
  exactToFloat: number;
  exactToFloatLeast: number;
  /** What fetching and hashing the probe adds. */
  probeToExact: number;
  /** Several tiles at a time, if that was asked for: CPU seconds of each against those of one alone. */
  batched?: { tiles: number; toSingle: number; rssMb: number };
  rows: Row[];
  pictures: PictureQuality[];
};

/** Slow services are run less often. */
const usualSeconds = 6;
const repetitionRange = { least: 3, most: 15 };

function repetitionsOf({ secondsPerTile }: ServiceRecipe): number {
  const { least, most } = repetitionRange;
  return Math.max(least, Math.min(most, Math.round(usualSeconds / secondsPerTile)));
}

/** Cost and quality of a service in all variants: same tiles, pictures, threads and level. */
export async function reportOn(
  settings: Settings,
  pictures: readonly NamedPicture[],
  options: { repetitions: number | undefined; float: FloatModel | undefined; batch: number | undefined },
): Promise<ServiceReport> {
  const recipe = recipeOf(settings.service);
  const open = (variant: Variant) => openRunner(variant, settings, options.float);
  const runners = { exact: await open("exact"), float: await open("float"), peer: await open("peer") };
  try {
    const repetitions = options.repetitions ?? repetitionsOf(recipe);
    const compete = (...names: Variant[]) => names.map((name) => contender(name, runners[name], settings));
    // Two by two: what one leaves behind must not disturb the comparison of the others.
    const compared = await cpuSecondsOf(compete("exact", "float"), repetitions);
    const peer = await cpuSecondsOf(compete("peer"), repetitions);
    const probing = contender("exact+probe", runners.exact, settings, true);
    const probed = await cpuSecondsOf([...compete("exact"), probing], repetitions);
    const qualities: PictureQuality[] = [];
    for (const picture of pictures) qualities.push(await qualityOf(picture, recipe, runners));
    return {
      settings,
      exactToFloat: ratio(compared, "exact", "float"),
      exactToFloatLeast:
        Math.min(...secondsOf(compared, "exact")) / Math.min(...secondsOf(compared, "float")),
      probeToExact: ratio(probed, "exact+probe", "exact"),
      ...(options.batch && {
        batched: await batchedAgainst(runners.exact, { ...settings, batch: options.batch }, repetitions),
      }),
      rows: await rowsOf(settings, new Map([...compared, ...peer]), qualities),
      pictures: qualities,
    };
  } finally {
    await Promise.all(Object.values(runners).map((runner: Runner) => runner.close()));
  }
}

async function batchedAgainst(
  single: Runner,
  settings: Settings,
  repetitions: number,
): Promise<NonNullable<ServiceReport["batched"]>> {
  const { batch: tiles } = settings;
  const together = await openRunner("exact", settings);
  try {
    const alone = contender("alone", single, { ...settings, batch: 1 });
    const one = { ...alone, run: () => repeated(tiles, alone.run) };
    const seconds = await cpuSecondsOf([one, contender("together", together, settings)], repetitions);
    const rssMb = await peakMemoryMb("exact", settings);
    return { tiles, toSingle: ratio(seconds, "together", "alone"), rssMb };
  } finally {
    await together.close();
  }
}

async function repeated(times: number, run: () => Promise<void>): Promise<void> {
  for (let done = 0; done < times; done++) await run();
}

async function rowsOf(
  settings: Settings,
  seconds: Map<string, number[]>,
  qualities: readonly PictureQuality[],
): Promise<Row[]> {
  const { service, width, height } = settings;
  const rows: Row[] = [];
  for (const variant of variants)
    rows.push({
      ...{ service, variant },
      cpuSecondsPerMp: median(secondsOf(seconds, variant)) / ((width * height) / 1e6),
      rssMb: await peakMemoryMb(variant, settings),
      ...meanOf(qualities, variant),
    });
  return [...rows, { service, variant: "bicubic", ...meanOf(qualities, "bicubic") }];
}

function meanOf(qualities: readonly PictureQuality[], variant: Variant | "bicubic"): Quality {
  const mean = (field: keyof Quality) =>
    qualities.reduce((sum, quality) => sum + quality[variant][field], 0) / qualities.length;
  return { psnr: mean("psnr"), ssim: mean("ssim") };
}

/** What disturbs one repetition disturbs both sides of its ratio. */
function ratio(seconds: Map<string, number[]>, one: string, other: string): number {
  const others = secondsOf(seconds, other);
  return median(secondsOf(seconds, one).map((value, at) => value / (others[at] ?? Number.NaN)));
}

const secondsOf = (seconds: Map<string, number[]>, variant: string): number[] => seconds.get(variant) ?? [];
