import { setTimeout as pause } from "node:timers/promises";
import { formatEther } from "viem";
import type { NodeContext } from "../duties/node-context.ts";

const intervalMs = 10_000;

/**
 * Keeps the figures of money current, and warns, once each time, when the machine key runs low on gas.
 * @param onAnswer told whenever the RPC has answered
 */
export async function watchMoney(node: NodeContext, onAnswer: () => void): Promise<void> {
  const { client, escrow, machineKey, settings, metrics, log, stop } = node;
  let warned = false;
  while (!stop.aborted) {
    try {
      const balance = await client.getBalance({ address: machineKey });
      const operator = await escrow.operatorOf(machineKey);
      onAnswer();
      metrics.keyBalanceWei.set(Number(balance));
      if (operator) {
        const { stake, locked, credit } = await escrow.account(operator);
        metrics.freeStakeWei.set(Number(stake - locked));
        metrics.creditWei.set(Number(credit));
      }
      const isLow = balance < settings.lowBalanceWei;
      if (isLow && !warned)
        log.warn(
          { machineKey, balance: `${formatEther(balance)} ETH` },
          "the machine key is low on gas: send it some",
        );
      warned = isLow;
    } catch {
      metrics.waits.inc({ what: "watch" });
    }
    await pause(intervalMs, undefined, { signal: stop }).catch(() => {});
  }
}
