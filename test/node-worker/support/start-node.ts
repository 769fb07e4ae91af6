import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import type { PrivateKeyAccount } from "viem";
import { Discovery } from "../../../node-worker/duties/discover.ts";
import type { Trades } from "../../../node-worker/loops/run-loops.ts";
import { Crash, crashAt } from "./crash.ts";
import { doubling, engineOn } from "./doubling.ts";
import { readingClient } from "./faulty-rpc.ts";
import { openInProcess, runUntilDrained } from "./in-process-node.ts";
import type { World } from "./world.ts";

export type Kind = {
  home?: string;
  account: PrivateKeyAccount;
  turn?: number;
  spoil?: (planar: Uint8Array) => void;
  crashAtCheckpoint?: string;
  store?: Store;
  /** Left out: both. */
  trades?: Trades;
  /** Computes the service with tiles of the usual size, in place of that with small ones. */
  service?: "whole";
  /** Its first tiles wait for this: as many as are computed at once. */
  holdUntil?: Promise<void>;
};

/** Where nodes are started: they keep their files under `homes`, and know nothing of earlier blocks. */
export type Ground = { world: World; homes: string; startBlock: number; pollMs?: number };

export const onlyChecks: Trades = { compute: false, attest: true };
export const onlyComputes: Trades = { compute: true, attest: false };

/** Starts a node in this process; with a checkpoint to crash at, `ended` resolves there. */
export function startNode({ world, homes, startBlock, pollMs }: Ground, kind: Kind) {
  const { account, home = mkdtempSync(join(homes, "node-")), turn = 0, spoil, crashAtCheckpoint } = kind;
  const controller = new AbortController();
  const { checkpoint } = crashAt(crashAtCheckpoint ?? 0, (crash) => controller.abort(crash));
  const client = readingClient(world.anvil.url);
  const recipe = kind.service ? world.recipe : world.small;
  const engine = engineOn(recipe, doubling(recipe, { spoil, holdUntil: kind.holdUntil }).pool);
  const sessions = { opened: 0 };
  const node = openInProcess({
    world,
    client,
    home,
    account,
    engine: {
      ...engine,
      withSessions: (use) => {
        sessions.opened += 1;
        return engine.withSessions(use);
      },
    },
    signal: controller.signal,
    checkpoint,
    pollMs,
    ...(kind.store ? { store: kind.store } : {}),
  });
  const ended = runUntilDrained(
    node,
    new Discovery(client, { ...world.deployment, startBlock }, node.journal, turn),
    () => false,
    kind.trades,
  ).catch((error) => {
    if (!controller.signal.aborted) throw error;
  });
  const end = async () => {
    controller.abort(new Crash("stopped"));
    await ended;
    node.close();
  };
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= end();
    return stopped;
  };
  return { home, account, node, ended, sessions, stop };
}
