import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { catalogue, recipeOf, type ServiceRecipe } from "@graphiti/models/catalogue.ts";
import type { Env } from "@graphiti/protocol/env.ts";
import { requireConformance } from "../engine/conformance.ts";
import type { Device } from "../engine/device-names.ts";
import { supportedDevices } from "../engine/devices.ts";
import { LocalEngine } from "../engine/engine.ts";
import { measurePace } from "../engine/measure-pace.ts";
import { keepPaces, type Pace } from "../engine/measured-pace.ts";
import { runsOn } from "../engine/program.ts";
import { troubleWith } from "../engine/try-device.ts";
import { describe } from "../report/describe.ts";
import { settingsFrom } from "../settings.ts";

export type BenchWish = {
  service: string | undefined;
  device: Device | undefined;
  /** Size of the picture; left out: as many tiles as take some seconds. */
  megapixels: number | undefined;
  json: boolean;
};

/** A pace, or why there is none. */
type Row = { pace: Pace; rssMb: number } | { service: string; device: Device; refused: string };

/**
 * Measures how fast this machine computes each service on each device, and keeps it for pricing.
 * @throws SERVICE_UNKNOWN
 */
export async function bench(env: Env, wish: BenchWish, print: (line: string) => void): Promise<void> {
  const settings = settingsFrom(env);
  const recipes = wish.service === undefined ? catalogue : [recipeOf(wish.service)];
  const devices = wish.device === undefined ? supportedDevices() : [wish.device];
  await mkdir(settings.home, { recursive: true, mode: 0o700 });
  const scratch = await mkdtemp(join(settings.home, "bench-"));
  const rows: Row[] = [];
  try {
    for (const device of devices) {
      const trouble = await troubleOn(device);
      if (trouble && !wish.json) print(refusal("all", device, trouble));
      for (const recipe of recipes.filter((recipe) => runsOn(recipe, device))) {
        const sessions = device === "cpu" ? settings.sessions : 1;
        const row: Row = trouble
          ? { service: recipe.name, device, refused: trouble }
          : await rowOf(new LocalEngine(recipe, device, sessions, 1), scratch, wish.megapixels);
        rows.push(row);
        if (!wish.json && !trouble) print(lineOf(row));
      }
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  const file = await keepPaces(
    settings.home,
    rows.flatMap((row) => ("refused" in row ? [] : [row.pace])),
  );
  print(wish.json ? JSON.stringify({ rows, file }, null, 2) : `Kept for pricing in ${file}.`);
}

async function troubleOn(device: Device): Promise<string | undefined> {
  if (!supportedDevices().includes(device)) return "the installed runtime has no such device";
  return device === "cpu" ? undefined : troubleWith(device);
}

async function rowOf(engine: LocalEngine, scratch: string, megapixels: number | undefined): Promise<Row> {
  const { recipe, device } = engine;
  try {
    const pace = await engine.withSessions(async (pool) => {
      await requireConformance(pool, recipe);
      return measurePace(engine, pool.sessions, scratch, megapixels);
    });
    return { pace, rssMb: Math.round(process.memoryUsage.rss() / 1e6) };
  } catch (error) {
    return { service: recipe.name, device, refused: describe(error) };
  } finally {
    await engine.close();
  }
}

const widest = Math.max(...catalogue.map(({ name }: ServiceRecipe) => name.length));

const headOf = (service: string, device: Device) => `${service.padEnd(widest)}  ${device.padEnd(6)}`;

const refusal = (service: string, device: Device, because: string) =>
  `${headOf(service, device)}  refused: ${because}`;

function lineOf(row: Row): string {
  if ("refused" in row) return refusal(row.service, row.device, row.refused);
  const { service, device } = row.pace;
  const head = headOf(service, device);
  const { sessions, megapixelsPerSecond, busyShare } = row.pace;
  const pace = `${megapixelsPerSecond.toFixed(4)} MP/s with ${sessions} session${sessions === 1 ? "" : "s"}`;
  return `${head}  ${pace}, ${(100 * busyShare).toFixed(1)} % busy, ${row.rssMb} MB`;
}
