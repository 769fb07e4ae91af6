import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { catalogue } from "@graphiti/models/catalogue.ts";
import { publicClientFor } from "@graphiti/protocol/chain-client.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import type { Env } from "@graphiti/protocol/env.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import { Escrow } from "./chain/escrow.ts";
import { EscrowCalls } from "./chain/escrow-calls.ts";
import { EscrowEvents } from "./chain/escrow-events.ts";
import type { NodeContext } from "./duties/node-context.ts";
import { LocalEngine } from "./engine/engine.ts";
import { Journal } from "./journal/journal.ts";
import { createLogger } from "./report/logger.ts";
import { createMetrics } from "./report/metrics.ts";
import { settingsFrom } from "./settings.ts";

function refuse(): never {
  throw new Error("a node without a key sends nothing");
}

/**
 * All that a node works with, except what would send: it needs no key. Models are opened when a tile is computed.
 * @param home of its own: for a journal, and for the files of jobs
 */
export async function openReadingNode(env: Env, home: string, store: Store): Promise<NodeContext> {
  const deployment = await loadDeployment(env);
  const client = publicClientFor(env, deployment);
  const { escrow } = deployment.addresses;
  await mkdir(home, { recursive: true, mode: 0o700 });
  const settings = { ...settingsFrom(env), home, jobsDirectory: join(home, "jobs") };
  const engines = catalogue.map(
    (recipe) =>
      [recipe.name, new LocalEngine(recipe, "cpu", settings.sessions, recipe.secondsPerTile)] as const,
  );
  const reader = new Escrow(client, deployment);
  return {
    settings,
    deployment,
    client,
    escrow: reader,
    events: new EscrowEvents(client, escrow),
    calls: new EscrowCalls(client, escrow, escrow),
    outbox: { send: refuse, settle: refuse, revisit: refuse },
    journal: Journal.open(join(home, "journal.db")),
    store,
    engines: new Map(engines),
    machineKey: escrow,
    report: () => {},
    log: createLogger(process.stderr),
    metrics: createMetrics(),
    stop: new AbortController().signal,
    checkpoint: () => {},
  };
}
