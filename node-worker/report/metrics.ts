import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What an operator watches: a lot's journey, money, and what the node waits for. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: "phaestus_" });
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name: `phaestus_${name}`, help, registers });
  return {
    registry,
    lots: new Gauge({
      name: "phaestus_lots",
      help: "Lots by the stage that this node has reached with them",
      labelNames: ["stage"] as const,
      registers,
    }),
    declined: new Counter({
      name: "phaestus_lots_declined_total",
      help: "Times an open lot was looked at and left",
      registers,
    }),
    transactions: new Counter({
      name: "phaestus_transactions_total",
      help: "Mined transactions by kind and outcome",
      labelNames: ["kind", "outcome"] as const,
      registers,
    }),
    gasWei: new Counter({ name: "phaestus_gas_wei_total", help: "Wei spent on gas", registers }),
    earnedWei: new Counter({
      name: "phaestus_earned_wei_total",
      help: "Wei credited, for lots that were worked on and for lots that were checked",
      labelNames: ["by"] as const,
      registers,
    }),
    attestations: new Gauge({
      name: "phaestus_attestations",
      help: "Others' submissions by what this node has done about them",
      labelNames: ["stage"] as const,
      registers,
    }),
    objections: new Counter({
      name: "phaestus_objections_total",
      help: "Seals of this node that called a result wrong, or not to be had",
      registers,
    }),
    claimingStopped: gauge("claiming_stopped", "1 while late fees keep this node from claiming, else 0"),
    tileSeconds: new Histogram({
      name: "phaestus_tile_seconds",
      help: "Seconds that a session takes for a tile",
      buckets: [0.03, 0.06, 0.125, 0.25, 0.5, 1, 2, 4, 8],
      registers,
    }),
    waits: new Counter({
      name: "phaestus_waits_total",
      help: "Failed tries that were or will be repeated, by what failed",
      labelNames: ["what"] as const,
      registers,
    }),
    keyBalanceWei: gauge("key_balance_wei", "Wei that the machine key has for gas"),
    freeStakeWei: gauge("free_stake_wei", "Wei of the operator's stake that no lot has locked"),
    creditWei: gauge("credit_wei", "Wei that the operator can withdraw"),
    chainHead: gauge("chain_head", "Newest block up to which posts were read"),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
