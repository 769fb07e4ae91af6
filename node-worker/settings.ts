import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import type { Env } from "@graphiti/protocol/env.ts";

/** Where a node keeps its things, and how it should behave. */
export type Settings = {
  home: string;
  machineKeyFile: string;
  operatorKeyFile: string;
  passwordFile: string | undefined;
  /** One folder per lot in flight: input, scratch picture, result. */
  lotsDirectory: string;
  journalFile: string;
  sessions: number;
  floorWeiPerTile: bigint;
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
    lotsDirectory: join(home, "lots"),
    journalFile: join(home, "journal.db"),
    sessions: env.PHAESTUS_SESSIONS ?? availableParallelism(),
    floorWeiPerTile: env.PHAESTUS_FLOOR_WEI_PER_TILE,
    lowBalanceWei: env.PHAESTUS_LOW_BALANCE_WEI,
    metricsPort: env.PHAESTUS_METRICS_PORT,
    pollMs: env.GRAPHITI_CHAIN === "local" ? 500 : 1_000,
  };
}
