import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { catalogue, type ServiceRecipe } from "@graphiti/models/catalogue.ts";
import { lotIdOf } from "@graphiti/protocol/terms.ts";
import { type Account, type Address, parseEther } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { Escrow } from "../../../node-worker/chain/escrow.ts";
import { Discovery } from "../../../node-worker/duties/discover.ts";
import type { SessionPool } from "../../../node-worker/engine/session-pool.ts";
import type { Journal } from "../../../node-worker/journal/journal.ts";
import { Crash, crashAt } from "../support/crash.ts";
import { engineOn } from "../support/doubling.ts";
import { type Faults, readingClient, type startFaultyRpc } from "../support/faulty-rpc.ts";
import { openInProcess, runUntilDrained } from "../support/in-process-node.ts";
import type { World } from "../support/world.ts";

const mostLives = 3;
const longestLifeMs = 15_000;

export type Stage = {
  world: World;
  rpc: Awaited<ReturnType<typeof startFaultyRpc>>;
  pool: SessionPool;
};

export type Scenario = {
  crashAtCheckpoint: number | string;
  faults?: Faults;
  /** What happens to the job before the first life. */
  before?: (jobId: bigint) => Promise<void>;
  /** What happens to the chain, or to the node's files, while the process is dead. */
  meanwhile?: (home: string) => Promise<void>;
  /** Puts something unsafe in place of the real journal, to prove that the harness sees it. */
  unsafe?: (journal: Journal) => Journal;
};

/**
 * Posts a job and lets a node with its own key work on it: the node dies at the given checkpoint and is started again
 * until its lot is final.
 */
export async function liveThrough(stage: Stage, scenario: Scenario) {
  const { world } = stage;
  const home = mkdtempSync(join(tmpdir(), "lives-"));
  const account = privateKeyToAccount(generatePrivateKey());
  await enrol(world, account);
  const jobId = await world.post(9, 7);
  await scenario.before?.(jobId);
  // Deeper than any reorganisation here.
  await world.anvil.client.mine({ blocks: 6 });
  let checkpoints = 0;
  try {
    for (let life = 0; life < mostLives; life++) {
      const target = life === 0 ? scenario.crashAtCheckpoint : 0;
      const { passed, stage: reached } = await live(stage, scenario, { home, account, jobId, target });
      if (life === 0) checkpoints = passed;
      if (reached === "final" || reached === "dropped") break;
      if (life === 0) await scenario.meanwhile?.(home);
    }
    const story = await world.story(jobId);
    const { credit } = await new Escrow(world.anvil.reader, world.deployment).account(account.address);
    const nonce = await world.anvil.client.getTransactionCount({ address: account.address });
    return { jobId, checkpoints, story, credit, nonce };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

type Life = { home: string; account: PrivateKeyAccount; jobId: bigint; target: number | string };

async function live({ world, rpc, pool }: Stage, { faults = {}, unsafe }: Scenario, life: Life) {
  const { home, account, jobId, target } = life;
  const controller = new AbortController();
  const crash = crashAt(target, (error) => controller.abort(error));
  const client = readingClient(rpc.url);
  rpc.become(faults);
  const [recipe] = catalogue as readonly [ServiceRecipe];
  const node = openInProcess({
    world,
    client,
    home,
    account,
    engine: engineOn(recipe, pool, 1),
    signal: controller.signal,
    checkpoint: crash.checkpoint,
    ...(unsafe ? { variant: unsafe } : {}),
  });
  const { journal } = node;
  const lotId = lotIdOf(jobId, 0);
  // The jobs of other scenarios are none of this node's business.
  const put = journal.lots.put.bind(journal.lots);
  journal.lots.put = (lot) =>
    put(lot.lotId === lotId ? lot : { ...lot, stage: "dropped", note: "not this test's" });
  const discovery = new Discovery(client, world.deployment, journal);
  const draining = () => ["submitted", "final", "dropped"].includes(journal.lots.get(lotId)?.stage ?? "");
  // The window passes at once, on the chain's clock.
  const clock = setInterval(() => {
    if (controller.signal.aborted || journal.lots.get(lotId)?.stage !== "submitted") return;
    world.anvil.client
      .increaseTime({ seconds: 1 })
      .then(() => world.anvil.client.mine({ blocks: 1 }))
      .catch((error) => controller.abort(error));
  }, 30);
  const watchdog = setTimeout(() => controller.abort(new Crash("stuck")), longestLifeMs);
  try {
    await runUntilDrained(node, discovery, draining);
  } catch (error) {
    if (!controller.signal.aborted) throw error;
  } finally {
    clearTimeout(watchdog);
    clearInterval(clock);
    controller.abort();
  }
  const stage = journal.lots.get(lotId)?.stage;
  node.close();
  return { passed: crash.passed(), stage };
}

/** The machine key is its own operator. */
export async function enrol(world: World, account: PrivateKeyAccount): Promise<void> {
  const { anvil, escrow, send } = world;
  await anvil.client.setBalance({ address: account.address, value: parseEther("2") });
  const deadline = 2n ** 40n;
  const signature = await account.signTypedData({
    domain: { name: "Graphiti JobEscrow", version: "1", chainId: 31337, verifyingContract: escrow.address },
    types: {
      MachineKeyConsent: [
        { name: "operator", type: "address" },
        { name: "key", type: "address" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    },
    primaryType: "MachineKeyConsent",
    message: { operator: account.address as Address, key: account.address, nonce: 0n, deadline },
  });
  const own = send(account as Account as never);
  await own.call(escrow, "registerKey", [account.address, deadline, signature]);
  await own.call(escrow, "stake", [], parseEther("1"));
}
