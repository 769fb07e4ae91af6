import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startAnvil } from "../support/anvil.ts";
import { type Faults, startFaultyRpc } from "../support/faulty-rpc.ts";
import { pay, type Variant, type World } from "./payments.ts";
import { asksTheChainForNonces, journalsAfterBroadcast, signsAfresh } from "./unsafe-journals.ts";

let world: World;
before(async () => {
  const anvil = await startAnvil();
  world = { anvil, rpc: await startFaultyRpc(anvil.url) };
});
after(async () => {
  await world.rpc.stop();
  await world.anvil.stop();
});

/** Runs the scenario with a crash at every checkpoint; returns the checkpoints after which somebody was paid wrongly. */
async function everyCrash(options: { faults?: Faults; variant?: Variant; meanwhile?: () => Promise<void> }) {
  const { checkpoints, paidOnce } = await pay(world, { ...options, crashAtCheckpoint: 0 });
  const wrong = paidOnce ? [] : [0];
  for (let crashAtCheckpoint = 1; crashAtCheckpoint <= checkpoints; crashAtCheckpoint++) {
    const { paidOnce } = await pay(world, { ...options, crashAtCheckpoint });
    if (!paidOnce) wrong.push(crashAtCheckpoint);
  }
  return { checkpoints, wrong };
}

/** The base fee leaps while the process is dead, so that what it had signed can no longer be mined. */
async function raiseFee() {
  const { baseFeePerGas } = await world.anvil.client.getBlock();
  await world.anvil.client.setNextBlockBaseFeePerGas({ baseFeePerGas: (baseFeePerGas ?? 1n) * 5n });
}

async function reorganise() {
  const depth = 2;
  await world.anvil.client.mine({ blocks: 1 });
  await world.anvil.client.request({ method: "anvil_reorg" as never, params: [depth, []] as never });
}

describe("a crash at any checkpoint of the outbox", () => {
  it("pays everybody exactly once", async () => {
    const { checkpoints, wrong } = await everyCrash({});
    assert.ok(checkpoints >= 15, `only ${checkpoints} checkpoints`);
    assert.deepEqual(wrong, []);
  });

  it("pays exactly once when transactions wait for their block", async () => {
    await world.anvil.client.setAutomine(false);
    const miner = setInterval(() => world.anvil.client.mine({ blocks: 1 }).catch(() => {}), 60);
    try {
      assert.deepEqual((await everyCrash({})).wrong, []);
    } finally {
      clearInterval(miner);
      await world.anvil.client.setAutomine(true);
    }
  });

  it("pays exactly once when the RPC's transaction count lags", async () => {
    assert.deepEqual((await everyCrash({ faults: { nonceLag: 1 } })).wrong, []);
  });

  it("pays exactly once when every fifth connection is dropped", async () => {
    assert.deepEqual((await everyCrash({ faults: { dropEvery: 5 } })).wrong, []);
  });

  it("pays exactly once when the fee leaps before the restart", async () => {
    assert.deepEqual((await everyCrash({ meanwhile: raiseFee })).wrong, []);
  });

  it("pays exactly once when the chain is reorganised before the restart", async () => {
    assert.deepEqual((await everyCrash({ meanwhile: reorganise })).wrong, []);
  });
});

describe("the crash harness", () => {
  it("catches an outbox that journals after the broadcast", async () => {
    assert.notDeepEqual((await everyCrash({ variant: journalsAfterBroadcast })).wrong, []);
  });

  it("catches an outbox that signs afresh after a restart", async () => {
    assert.notDeepEqual((await everyCrash({ variant: signsAfresh })).wrong, []);
  });

  it("catches an outbox that takes the RPC's word for its nonce", async () => {
    const faults = { nonceLag: 1 };
    assert.notDeepEqual((await everyCrash({ variant: asksTheChainForNonces, faults })).wrong, []);
  });
});
