import { join } from "node:path";
import { readEnv } from "@graphiti/protocol/env.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import { pino } from "pino";
import type { PrivateKeyAccount, PublicClient } from "viem";
import { Escrow } from "../../../node-worker/chain/escrow.ts";
import { EscrowCalls } from "../../../node-worker/chain/escrow-calls.ts";
import { EscrowEvents } from "../../../node-worker/chain/escrow-events.ts";
import { Outbox } from "../../../node-worker/chain/outbox.ts";
import type { Discovery } from "../../../node-worker/duties/discover.ts";
import type { NodeContext } from "../../../node-worker/duties/node-context.ts";
import type { Engine } from "../../../node-worker/engine/engine.ts";
import { Journal } from "../../../node-worker/journal/journal.ts";
import { runLoops, type Trades } from "../../../node-worker/loops/run-loops.ts";
import type { Log } from "../../../node-worker/report/logger.ts";
import { createMetrics } from "../../../node-worker/report/metrics.ts";
import { settingsFrom } from "../../../node-worker/settings.ts";
import type { World } from "./world.ts";

export type Parts = {
  world: World;
  client: PublicClient;
  home: string;
  account: PrivateKeyAccount;
  engine: Engine;
  signal: AbortSignal;
  checkpoint?: (name: string) => void;
  /** Puts something in place of the real journal. */
  variant?: (journal: Journal) => Journal;
  /** How long an idle loop, or a sent transaction, waits before it asks the chain again. */
  pollMs?: number;
  /** In place of the world's own. */
  store?: Store;
};

/** The node of the `phaestus` command, in this process, with another engine and in more of a hurry. */
export function openInProcess(parts: Parts): NodeContext & { close: () => void } {
  const { world, client, home, account, engine, signal, checkpoint = () => {}, variant } = parts;
  const { deployment } = world;
  const { store = world.store, pollMs = 5 } = parts;
  const real = Journal.open(join(home, "journal.db"));
  const journal = variant?.(real) ?? real;
  const settings = settingsFrom(readEnv({ ...world.settings, PHAESTUS_HOME: home }));
  const options = { client, account, chainId: deployment.chainId, journal, signal, checkpoint };
  const { escrow } = deployment.addresses;
  return {
    settings: { ...settings, pollMs },
    deployment,
    client,
    escrow: new Escrow(client, deployment),
    events: new EscrowEvents(client, escrow),
    calls: new EscrowCalls(client, escrow, account.address),
    outbox: new Outbox({ ...options, pollMs, stuckMs: 300, lostMs: 600, firstWaitMs: 2 }),
    journal,
    store,
    engines: new Map([[engine.recipe.name, engine]]),
    machineKey: account.address,
    report: () => {},
    log: pino({ level: "silent" }) as unknown as Log,
    metrics: createMetrics(),
    stop: signal,
    checkpoint,
    close: () => real.close(),
  };
}

/** Runs a node until it is drained, or its signal ends it. */
export async function runUntilDrained(
  node: NodeContext,
  discovery: Discovery,
  draining: () => boolean,
  trades: Trades = { compute: true, attest: true },
): Promise<void> {
  await node.outbox.settle();
  await runLoops(node, { discovery, trades, draining, onRound: () => {} });
}
