import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Address } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { Outbox } from "../../../node-worker/chain/outbox.ts";
import type { OutboxOptions } from "../../../node-worker/chain/slot-driver.ts";
import { Journal } from "../../../node-worker/journal/journal.ts";
import type { Anvil } from "../support/anvil.ts";
import { Crash, crashAt } from "../support/crash.ts";
import { type Faults, readingClient, type startFaultyRpc } from "../support/faulty-rpc.ts";

const payments = 3;
let scenarios = 0;

/** What is put in place of the real parts, to prove that the harness sees it. */
export type Variant = {
  journal: (journal: Journal) => OutboxOptions["journal"];
};

export type World = { anvil: Anvil; rpc: Awaited<ReturnType<typeof startFaultyRpc>> };

type Scenario = {
  crashAtCheckpoint: number;
  faults?: Faults;
  variant?: Variant;
  /** What happens to the chain while the process is dead. */
  meanwhile?: () => Promise<void>;
};

/**
 * A process that makes three payments of one wei, each at most once, dies at the given checkpoint, and is started again
 * until it ends. Every scenario has its own key, payees and journal.
 * @returns whether each payee got exactly one wei in the end, and how many checkpoints the first life passed
 */
export async function pay(world: World, { crashAtCheckpoint, faults = {}, variant, meanwhile }: Scenario) {
  const { anvil, rpc } = world;
  scenarios += 1;
  const hex = (n: number) => n.toString(16).padStart(24, "0");
  const account = privateKeyToAccount(`0x${"11".repeat(20)}${hex(scenarios)}`);
  const payees = Array.from(
    { length: payments },
    (_, n) => `0x${hex(scenarios)}${hex(n + 0x1000).slice(8)}` as Address,
  );
  await anvil.client.setBalance({ address: account.address, value: 10n ** 18n });
  // Below the depth of any reorganisation here, or the money would go with it.
  await anvil.client.mine({ blocks: 4 });
  const directory = mkdtempSync(join(tmpdir(), "outbox-"));
  const file = join(directory, "journal.db");
  let firstLife = 0;
  try {
    for (let life = 0; life < 4; life++) {
      const crash = crashAt(life === 0 ? crashAtCheckpoint : 0);
      const stop = new AbortController();
      const journal = Journal.open(file);
      rpc.become(faults);
      const outbox = new Outbox({
        client: readingClient(rpc.url),
        account,
        chainId: 31337,
        journal: variant?.journal(journal) ?? journal,
        signal: stop.signal,
        pollMs: 5,
        stuckMs: 300,
        lostMs: 600,
        firstWaitMs: 2,
        checkpoint: crash.checkpoint,
      });
      try {
        await outbox.settle();
        for (const [index, to] of payees.entries())
          await outbox.send(`pay:${index}`, async () => ({ to, data: "0x", valueWei: 1n, gas: 21_000n }));
        if (life === 0) firstLife = crash.passed();
        break;
      } catch (error) {
        if (!(error instanceof Crash)) return { paidOnce: false, checkpoints: firstLife, error };
        firstLife = crash.passed();
      } finally {
        stop.abort();
        journal.close();
      }
      await meanwhile?.();
    }
    const paid = await Promise.all(payees.map((address) => anvil.client.getBalance({ address })));
    return { paidOnce: paid.every((wei) => wei === 1n), checkpoints: firstLife };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
