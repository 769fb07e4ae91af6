import type { Engine } from "../engine/engine.ts";
import type { Settings } from "../settings.ts";

type Floors = Pick<Settings, "floorWeiPerTile" | "floorWeiPerHour">;

const millisecondsPerHour = 3_600_000n;

/** The least that a tile of a service must pay here, in wei: the floor for any tile or, if it is more, for the time it takes. */
export function floorPerTile(
  { floorWeiPerTile, floorWeiPerHour }: Floors,
  { secondsPerTile }: Pick<Engine, "secondsPerTile">,
): bigint {
  const milliseconds = BigInt(Math.ceil(secondsPerTile * 1000));
  const forTime = (floorWeiPerHour * milliseconds + millisecondsPerHour - 1n) / millisecondsPerHour;
  return forTime > floorWeiPerTile ? forTime : floorWeiPerTile;
}
