import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type Device, deviceNames } from "./device-names.ts";

const paceSchema = z.object({
  service: z.string(),
  device: z.enum(deviceNames),
  sessions: z.number().int().positive(),
  /** Of a tile of full size while all sessions work: a lot of n tiles takes n times as long. */
  secondsPerTile: z.number().positive(),
  megapixelsPerSecond: z.number().positive(),
  /** Of the time from opening a picture to its last tile, how much the sessions were busy. */
  busyShare: z.number(),
});

/** How fast this machine computes a service, as `phaestus bench` has measured it. Megapixels of input. */
export type Pace = z.infer<typeof paceSchema>;

const fileIn = (home: string) => join(home, "bench.json");

/** What was measured for this home; empty where nothing was, or where the file is of no use. */
export async function readPaces(home: string): Promise<Pace[]> {
  try {
    return z.array(paceSchema).parse(JSON.parse(await readFile(fileIn(home), "utf8")));
  } catch {
    return [];
  }
}

const same = (one: Pace, other: Pace): boolean =>
  one.service === other.service && one.device === other.device && one.sessions === other.sessions;

/** Keeps what was measured, in place of what was known of the same services on the same devices. */
export async function keepPaces(home: string, paces: readonly Pace[]): Promise<string> {
  const kept = (await readPaces(home)).filter((old) => !paces.some((pace) => same(old, pace)));
  await writeFile(fileIn(home), `${JSON.stringify([...kept, ...paces], null, 2)}\n`);
  return fileIn(home);
}

/** The pace of a service with so many sessions on a device; undefined where it was not measured. */
export function paceOf(
  paces: readonly Pace[],
  service: string,
  device: Device,
  sessions: number,
): Pace | undefined {
  return paces.find(
    (pace) => pace.service === service && pace.device === device && pace.sessions === sessions,
  );
}
