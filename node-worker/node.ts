import { catalogue } from "@graphiti/models/catalogue.ts";
import { publicClientFor } from "@graphiti/protocol/chain-client.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import type { Env } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import type { LocalAccount, PublicClient } from "viem";
import { Escrow } from "./chain/escrow.ts";
import { EscrowCalls } from "./chain/escrow-calls.ts";
import { EscrowEvents } from "./chain/escrow-events.ts";
import { Outbox } from "./chain/outbox.ts";
import { patiently } from "./chain/patience.ts";
import type { NodeContext } from "./duties/node-context.ts";
import { readPaces } from "./engine/measured-pace.ts";
import { proveServices } from "./engine/prove-services.ts";
import { Journal } from "./journal/journal.ts";
import { describe } from "./report/describe.ts";
import type { Log } from "./report/logger.ts";
import type { Metrics } from "./report/metrics.ts";
import { ProgressReporter } from "./report/progress-reporter.ts";
import type { Settings } from "./settings.ts";

export type NodeParts = {
  env: Env;
  settings: Settings;
  deployment: Deployment;
  account: LocalAccount;
  log: Log;
  metrics: Metrics;
  stop: AbortSignal;
};

/** Opens everything that a node works with, and proves the machine fit for each service. */
export async function openNode(parts: NodeParts): Promise<NodeContext> {
  const { env, settings, deployment, account, log, metrics, stop } = parts;
  const client = publicClientFor(env, deployment);
  const waitFor = (what: string) => (error: unknown, waitMs: number) => {
    metrics.waits.inc({ what });
    if (waitMs >= 2_000) log.warn({ what, because: describe(error) }, "waiting to try again");
  };
  const patience = { signal: stop, onWait: waitFor("rpc") };
  await patiently(() => checkChain(client, deployment), patience);
  const journal = Journal.open(settings.journalFile);
  await patiently(() => checkJournal(client, deployment, journal), patience);

  const { device: choice, sessions, home } = settings;
  const paces = await readPaces(home);
  const engines = await proveServices({ recipes: catalogue, choice, sessions, paces, log });
  const domain = { chainId: deployment.chainId, escrow: deployment.addresses.escrow };
  const progress = new ProgressReporter(env.GALLERY_URL, account, domain);
  const outbox = new Outbox({
    client,
    account,
    chainId: deployment.chainId,
    journal,
    signal: stop,
    onWait: waitFor("rpc"),
    onMined: (purpose, { succeeded, costWei, hash }) => {
      const [kind = "other"] = purpose.split(":");
      metrics.transactions.inc({ kind, outcome: succeeded ? "success" : "failure" });
      metrics.gasWei.inc(Number(costWei));
      if (!succeeded) log.warn({ purpose, transaction: hash }, "a transaction had no effect");
    },
  });
  return {
    settings,
    deployment,
    client,
    escrow: new Escrow(client, deployment),
    events: new EscrowEvents(client, deployment.addresses.escrow),
    calls: new EscrowCalls(client, deployment.addresses.escrow, account.address),
    outbox,
    journal,
    store: openStore(env),
    engines,
    machineKey: account.address,
    report: (report) => progress.report(report),
    log,
    metrics,
    stop,
    checkpoint: () => {},
  };
}

async function checkChain(client: PublicClient, { chainId, chain }: Deployment): Promise<void> {
  const found = await client.getChainId();
  if (found !== chainId) fail("CHAIN_MISMATCH", `${chain} is chain ${chainId}, but the RPC serves ${found}.`);
}

/** Ties a journal to the chain that it was begun on: the nonces in it mean nothing on another. */
async function checkJournal(client: PublicClient, deployment: Deployment, journal: Journal): Promise<void> {
  const first = await client.getBlock({ blockNumber: BigInt(deployment.startBlock) });
  const identity = `${deployment.chainId}:${deployment.addresses.escrow}:${first.hash}`;
  const known = journal.recall("deployment");
  if (known === undefined) journal.remember("deployment", identity);
  else if (known !== identity)
    fail("JOURNAL_OF_ANOTHER_CHAIN", "This home was used with another chain or deployment.");
}
