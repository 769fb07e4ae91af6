import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import type { Env } from "@graphiti/protocol/env.ts";
import type { DeviceChoice } from "./engine/device-names.ts";

/** Where a node keeps its things, and how it should behave. */
export type Settings = {
  home: string;
  machineKeyFile: string;
  operatorKeyFile: string;
  passwordFile: string | undefined;
  /** One folder per job: its input and card, and a folder for each lot that is worked on or checked. */
  jobsDirectory: string;
  journalFile: string;
  sessions: number;
  device: DeviceChoice;
  floorWeiPerTile: bigint;
  /** Of computing, with all sessions. */
  floorWeiPerHour: bigint;
  /** Most lots of its own that are claimed and not yet final. */
  maxOpenLots: number;
  lowBalanceWei: bigint;
  metricsPort: number | undefined;
  pollMs: number;
};

export function settingsFrom(env: Env): Settings {
  const home = resolve(env.PHAESTUS_HOME ?? join(env.GRAPHITI_HOME, "phaestus"));
  return {
    home,
    machineKeyFile: join(home, "machine-key.json"),
    operatorKeyFile: join(home, "operator.json"),
    passwordFile: env.PHAESTUS_PASSWORD_FILE,
    jobsDirectory: join(home, "jobs"),
    journalFile: join(home, "journal.db"),
    sessions: env.PHAESTUS_SESSIONS ?? availableParallelism(),
    device: env.PHAESTUS_DEVICE,
    floorWeiPerTile: env.PHAESTUS_FLOOR_WEI_PER_TILE,
    floorWeiPerHour: env.PHAESTUS_FLOOR_WEI_PER_HOUR,
    maxOpenLots: env.PHAESTUS_MAX_OPEN_LOTS,
    lowBalanceWei: env.PHAESTUS_LOW_BALANCE_WEI,
    metricsPort: env.PHAESTUS_METRICS_PORT,
    pollMs: env.GRAPHITI_CHAIN === "local" ? 250 : 1_000,
  };
}
