import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { randomFrom } from "../../commands/seeded-random.ts";
import { type SimulatedChain, startChain } from "../../commands/simulate/chain.ts";
import { assertLedger, play } from "../../commands/simulate/play.ts";
import { earningsByRole } from "../../commands/simulate/print.ts";
import { faultyRpc, type Rpc } from "../../commands/simulate/rpc.ts";
import { honest, runSeed, setUsualStage } from "../../commands/simulate/run-seed.ts";
import { type Stage, setStage } from "../../commands/simulate/stage.ts";
import { accountNamed, Wallet } from "../../commands/simulate/wallet.ts";

describe("simulated seeds", () => {
  let chain: SimulatedChain;
  let stage: Stage;

  before(async () => {
    chain = await startChain();
    stage = await setUsualStage(chain);
  });
  after(() => chain.stop());

  test("a seed plays the same on every run, also on a fresh chain", async () => {
    const first = await runSeed(stage, 4);
    await runSeed(stage, 5);
    assert.deepEqual(await runSeed(stage, 4), first);
    const other = await startChain();
    try {
      assert.deepEqual(await runSeed(await setUsualStage(other), 4), first);
    } finally {
      await other.stop();
    }
  });

  test("who works and checks honestly earns, who lies or lets go pays", async () => {
    const reports = [await runSeed(stage, 1), await runSeed(stage, 6)];
    const gained = new Map(earningsByRole(reports).map(({ role, meanGainedWei }) => [role, meanGainedWei]));
    assert.ok((gained.get("honest") ?? 0n) > 0n);
    assert.ok((gained.get("lying worker") ?? 0n) < 0n);
    assert.ok((gained.get("greedy") ?? 0n) < 0n);
    assert.ok(reports.every(({ lateOrLost, minted }) => lateOrLost > 0 && minted > 0));
  });

  test("a wei that is nowhere, or twice, is noticed", async () => {
    const played = await play(stage, {
      seed: 3,
      manners: Object.fromEntries(stage.operators.map(({ role }) => [role, honest])),
      wishes: [{ tiles: 2, tilesPerLot: 2, attesters: 2, postAt: stage.startSeconds }],
      closeChance: () => 0,
      stepSeconds: [5, 10],
    });
    assert.deepEqual(
      [...played.scene.book.jobs.values()].map(({ state }) => state),
      ["minted"],
    );
    await assertLedger(played);
    played.scene.book.ledger.live += 1n;
    await assert.rejects(assertLedger(played), /invariant broken: the escrow holds/);
    played.scene.book.ledger.live -= 1n;
    played.scene.book.ledger.credit(stage.treasury, 1n);
    played.scene.book.ledger.live -= 1n;
    await assert.rejects(assertLedger(played), /invariant broken: credit/);
  });
});

test("where most of the stake lies, the promises break and the simulation says so", async () => {
  const chain = await startChain();
  try {
    const liars = Array.from({ length: 6 }, () => "lying attester");
    const stage = await setStage(chain, ["honest", "honest", "lying worker", ...liars], ["honest"]);
    const outcomes: string[] = [];
    for (const seed of [1, 2, 3])
      outcomes.push(
        await runSeed(stage, seed).then(
          () => "held",
          (error: Error) => error.message,
        ),
      );
    assert.ok(
      outcomes.every((outcome) => /invariant broken: (the lie|honest)/.test(outcome)),
      outcomes.join("\n"),
    );
  } finally {
    await chain.stop();
  }
});

test("a wallet gets each transaction through once, however often the RPC fails", async () => {
  const heard = new Map<string, number>();
  let mined = 0;
  const honestRpc: Rpc = async (method, params = []) => {
    if (method === "eth_getTransactionCount") return `0x${mined.toString(16)}`;
    if (method === "eth_getTransactionReceipt")
      return heard.has(String(params[0])) ? { status: "0x1" } : null;
    const { keccak256 } = await import("viem");
    const hash = keccak256(params[0] as `0x${string}`);
    if (!heard.has(hash)) mined++;
    heard.set(hash, (heard.get(hash) ?? 0) + 1);
    return hash;
  };
  const rates = { refused: 0.3, unanswered: 0.3, laggingNonce: 0.5, missingReceipt: 0.5 };
  const wallet = new Wallet(accountNamed("somebody"), faultyRpc(honestRpc, randomFrom(2), rates));
  let done = 0;
  for (let turn = 0; turn < 400 && done < 10; turn++) {
    await wallet.settle();
    if (!wallet.isBusy)
      await wallet.send(accountNamed("other").address, "0x", "note", { done: () => done++ });
  }
  assert.equal(done, 10);
  assert.equal(heard.size, 10);
  assert.equal(wallet.counts.reverted, 0);
});
