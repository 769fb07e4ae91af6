import type { Deployment } from "@graphiti/protocol/deployment.ts";
import type { Progress } from "@graphiti/protocol/progress.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import type { Address, PublicClient } from "viem";
import type { Escrow } from "../chain/escrow.ts";
import type { EscrowCalls } from "../chain/escrow-calls.ts";
import type { EscrowEvents } from "../chain/escrow-events.ts";
import type { Outbox } from "../chain/outbox.ts";
import type { Engine } from "../engine/engine.ts";
import type { Journal } from "../journal/journal.ts";
import type { Log } from "../report/logger.ts";
import type { Metrics } from "../report/metrics.ts";
import type { Settings } from "../settings.ts";

/** What every duty works with. */
export type NodeContext = {
  settings: Settings;
  deployment: Deployment;
  client: PublicClient;
  escrow: Escrow;
  events: EscrowEvents;
  calls: EscrowCalls;
  outbox: Pick<Outbox, "send" | "settle" | "revisit">;
  journal: Journal;
  store: Store;
  /** Services that this machine computes, by name. */
  engines: ReadonlyMap<string, Engine>;
  /** The address of the machine key. */
  machineKey: Address;
  report: (progress: Omit<Progress, "sentAt">) => void;
  log: Log;
  metrics: Metrics;
  /** Aborted when everything has to end at once. */
  stop: AbortSignal;
  /** Told between any two effects; the crash tests end the process here. */
  checkpoint: (name: string) => void;
};
