import type { ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { describe } from "../report/describe.ts";
import type { Log } from "../report/logger.ts";
import { requireConformance } from "./conformance.ts";
import type { Device, DeviceChoice } from "./device-names.ts";
import { supportedDevices } from "./devices.ts";
import { LocalEngine } from "./engine.ts";
import { type Pace, paceOf } from "./measured-pace.ts";
import { programOf, runsOn } from "./program.ts";
import { SessionPool } from "./session-pool.ts";
import { slownessOf } from "./slowness.ts";
import { troubleWith } from "./try-device.ts";

type Wanted = {
  recipes: readonly ServiceRecipe[];
  choice: DeviceChoice;
  /** Threads of the CPU that may compute. Other devices get one session. */
  sessions: number;
  paces: readonly Pace[];
  log: Log;
};

/**
 * Proves each service on the devices that are wanted, one after the other: the first whose bits are right computes it. A service
 * that is right on none is refused by itself.
 * @throws DEVICE_DIFFERS when none is left
 */
export async function proveServices(wanted: Wanted): Promise<Map<string, LocalEngine>> {
  const { log, recipes, paces } = wanted;
  const engines = new Map<string, LocalEngine>();
  for (const device of await devicesFor(wanted)) {
    const sessions = device === "cpu" ? wanted.sessions : 1;
    const missing = recipes.filter((recipe) => !engines.has(recipe.name) && runsOn(recipe, device));
    const proved = await provedOn(device, missing, log);
    const [first] = proved;
    if (!first) continue;
    const slowness = await slownessOf(new LocalEngine(first, device, sessions, 1));
    for (const recipe of proved) {
      const pace = paceOf(paces, recipe.name, device, sessions);
      const secondsPerTile = pace?.secondsPerTile ?? recipe.secondsPerTile * slowness;
      engines.set(recipe.name, new LocalEngine(recipe, device, sessions, secondsPerTile));
    }
    log.info({ device, sessions, services: proved.map(({ name }) => name) }, "passed the self-test");
  }
  if (engines.size === 0) fail("DEVICE_DIFFERS", "This machine computes none of the services exactly.");
  return engines;
}

/** In the order of liking, the CPU last. */
async function devicesFor({ choice, log }: Wanted): Promise<Device[]> {
  const built = supportedDevices();
  const liked = choice === "auto" ? built : built.filter((device) => device === choice);
  if (choice !== "auto" && liked.length === 0)
    log.warn({ device: choice }, "the installed runtime has no such device");
  const devices: Device[] = [];
  for (const device of liked.filter((device) => device !== "cpu").reverse()) {
    const because = await troubleWith(device);
    if (because === undefined) devices.push(device);
    else log.warn({ device, because }, "a device is not used");
  }
  return [...devices, "cpu"];
}

async function provedOn(
  device: Device,
  recipes: readonly ServiceRecipe[],
  log: Log,
): Promise<ServiceRecipe[]> {
  const proved: ServiceRecipe[] = [];
  let pool: SessionPool | undefined;
  for (const recipe of recipes) {
    try {
      const program = await programOf(recipe, device);
      if (pool) await pool.load(program);
      else pool = await SessionPool.open(program, 1);
      await requireConformance(pool, recipe);
      proved.push(recipe);
    } catch (error) {
      log.error({ service: recipe.name, device, because: describe(error) }, "a service is refused");
      // What is left of the sessions says nothing about the next service.
      await pool?.close();
      pool = undefined;
    }
  }
  await pool?.close();
  return proved;
}
