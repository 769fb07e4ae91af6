import { setTimeout as pause } from "node:timers/promises";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import type { Env } from "@graphiti/protocol/env.ts";
import type { Address } from "viem";
import { patiently } from "../chain/patience.ts";
import { stoppedAtMs } from "../duties/breaker.ts";
import { Discovery } from "../duties/discover.ts";
import type { NodeContext } from "../duties/node-context.ts";
import type { DeviceChoice } from "../engine/device-names.ts";
import { collectGarbage } from "../engine/memory.ts";
import { lockHome, lockKey } from "../keys/lock.ts";
import { runLoops, type Trades } from "../loops/run-loops.ts";
import { openNode } from "../node.ts";
import { serveHealth } from "../report/health-server.ts";
import { createLogger } from "../report/logger.ts";
import { createMetrics } from "../report/metrics.ts";
import { watchMoney } from "../report/watch.ts";
import { settingsFrom } from "../settings.ts";
import { machineAccount } from "./home.ts";
import { stopOnSignals } from "./stop.ts";

const silenceMs = 45_000;
const registrationPollMs = 2_000;

export type StartWish = { stopAtOnce: boolean; device: DeviceChoice | undefined; trades: Trades };

/** Runs the node until a signal ends it. */
export async function start(env: Env, { stopAtOnce, device, trades }: StartWish): Promise<void> {
  const usual = settingsFrom(env);
  const settings = { ...usual, device: device ?? usual.device };
  const log = createLogger();
  const metrics = createMetrics();
  const homeLock = lockHome(settings.home);
  const account = await machineAccount(settings);
  collectGarbage();
  const keyLock = lockKey(account.address);
  const deployment = await loadDeployment(env);
  const stopping = stopOnSignals(log, stopAtOnce);

  let because = "starting";
  let answeredAt = 0;
  const onAnswer = () => {
    answeredAt = Date.now();
  };
  const readiness = () => {
    if (because !== "") return { ready: false, because };
    return { ready: Date.now() - answeredAt < silenceMs, because: "the RPC does not answer" };
  };
  let stopped = () => false;
  const complaint = () =>
    stopped() ? "it claims nothing after two late fees: see phaestus resume" : undefined;
  const { metricsPort } = settings;
  const health =
    metricsPort === undefined
      ? undefined
      : await serveHealth(metricsPort, metrics.registry, readiness, complaint);

  const run = async () => {
    const parts = { env, settings, deployment, account, log, metrics, stop: stopping.now };
    const node = await openNode(parts);
    log.info({ machineKey: account.address, chain: deployment.chain }, "the node is up");
    stopped = () => stoppedAtMs(node.journal) !== undefined;
    await node.outbox.settle();
    because = "no operator has registered the machine key yet";
    const operator = await registration(node);
    collectGarbage();
    log.info({ operator, ...trades }, "working for an operator");
    because = "";
    void watchMoney(node, onAnswer);
    const turn = Number(BigInt(account.address) % 0xffffn);
    const discovery = new Discovery(node.client, deployment, node.journal, turn);
    await runLoops(node, { discovery, trades, draining: stopping.draining, onRound: onAnswer });
    node.journal.close();
  };
  await stopping.until(run());
  health?.close();
  keyLock.release();
  homeLock.release();
}

/** Waits until an operator has authorised the machine key; says once how. */
async function registration(node: NodeContext): Promise<Address> {
  const { escrow, machineKey, log, stop } = node;
  for (let told = false; ; told = true) {
    const operator = await patiently(() => escrow.operatorOf(machineKey), { signal: stop });
    if (operator) return operator;
    if (!told) log.warn({ machineKey }, "waiting for an operator: see phaestus key --operator 0x…");
    await pause(registrationPollMs, undefined, { signal: stop });
  }
}
