import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { getAddress, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { isClaimingStopped } from "../../../node-worker/duties/breaker.ts";
import { Journal } from "../../../node-worker/journal/journal.ts";
import { writeKeystore } from "../../../node-worker/keys/keystore.ts";
import { phaestus, startPhaestus } from "../support/node-process.ts";
import { password, startWorld, type World } from "../support/world.ts";

const someone = getAddress("0x00000000000000000000000000000000000a11ce");

describe("an operator's commands", () => {
  let world: World;
  before(async () => {
    world = await startWorld({ windowSeconds: 1 });
  });
  after(() => world.stop());

  it("say that there is no node before the first start", async () => {
    const { code, output } = await phaestus(world.env(), "status");
    assert.equal(code, 0);
    assert.match(output, /There is no node here yet/);
    const withdrawn = await phaestus(world.env(), "withdraw", "--to", someone);
    assert.equal(withdrawn.code, 1);
    assert.match(withdrawn.output, /There is no node in this home/);
  });

  it("give a consent that the escrow takes, and then show the operator", async () => {
    const key = await world.enrol();
    const { code, output } = await phaestus(world.env(), "status", "--json");
    assert.equal(code, 0);
    const status = JSON.parse(output);
    assert.deepEqual(
      [status.machineKey, status.operator, status.running, status.stakeWei],
      [key, world.operator.address, false, parseEther("1").toString()],
    );
  });

  it("let one process work with a home", async () => {
    const first = startPhaestus(world.env(), "start", "--stop-at-once");
    await first.says("working for an operator");
    const second = await phaestus(world.env(), "start");
    assert.equal(second.code, 1);
    assert.match(second.output, /^Another phaestus already runs with this home\. /);
    const { output } = await phaestus(world.env(), "status", "--json");
    assert.equal(JSON.parse(output).running, true);
    assert.equal(await first.kill("SIGINT"), 0);
  });

  it("refuse a wrong password with a sentence, and no stack", async () => {
    const { code, output } = await phaestus(
      world.env({ PHAESTUS_PASSWORD_FILE: world.env().DEPLOYMENT_FILE ?? "" }),
      "start",
    );
    assert.equal(code, 1);
    assert.match(output, /cannot be opened: wrong password, or damaged/);
    assert.doesNotMatch(output, /\n\s+at /);
  });

  it("drain at the first signal", async () => {
    const node = startPhaestus(world.env(), "start");
    await node.says("working for an operator");
    const jobId = await world.post(20, 12);
    await node.says("claimed a lot");
    assert.equal(await node.kill("SIGTERM"), 0);
    assert.ok((await world.story(jobId)).includes("Minted"));
    const { output } = await phaestus(world.env(), "status", "--json");
    const { lots, earnedWei, claimingStoppedAt } = JSON.parse(output);
    assert.deepEqual([lots.final, claimingStoppedAt], [1, null]);
    assert.ok(BigInt(earnedWei.lots) > 0n && BigInt(earnedWei.checks) === 0n);
  });

  it("let a node claim again that late fees have stopped", async () => {
    const first = await phaestus(world.env(), "resume", "--json");
    assert.deepEqual(JSON.parse(first.output), { resumed: false });
    const journal = Journal.open(join(world.home, "phaestus", "journal.db"));
    for (const lotId of [1n, 2n]) journal.lateFees.add(lotId, 0, Date.now());
    assert.equal(isClaimingStopped(journal), true);
    journal.close();
    assert.match((await phaestus(world.env(), "status")).output, /Claims +nothing since .*phaestus resume/);
    assert.match((await phaestus(world.env(), "resume")).output, /claims again/);
    const { output } = await phaestus(world.env(), "status", "--json");
    assert.equal(JSON.parse(output).claimingStoppedAt, null);
  });

  it("pay out what was earned, with the operator's key or by telling what to call", async () => {
    const told = await phaestus(world.env(), "withdraw", "--to", someone);
    assert.equal(told.code, 0);
    assert.match(told.output, new RegExp(`withdraw\\(${someone}\\)`));

    const home = join(world.home, "own");
    const key = generatePrivateKey();
    const own = privateKeyToAccount(key);
    await writeKeystore(join(world.home, "phaestus", "operator.json"), key, password);
    const foreign = await phaestus(world.env(), "withdraw", "--to", someone, "--json");
    assert.equal(JSON.parse(foreign.output).transaction, undefined, "the keystore is not the operator's");

    // A node whose operator's keystore lies beside it.
    await writeKeystore(join(home, "operator.json"), key, password);
    await world.anvil.client.setBalance({ address: own.address, value: parseEther("3") });
    const env = { PHAESTUS_HOME: home };
    await world.enrol(env, own);
    const node = startPhaestus(world.env(env), "start");
    await node.says("working for an operator");
    const jobId = await world.post(12, 20);
    await node.says("claimed a lot");
    assert.equal(await node.kill("SIGTERM"), 0);
    assert.ok((await world.story(jobId)).includes("Minted"));
    const paid = await phaestus(world.env(env), "withdraw", "--to", someone, "--json");
    assert.equal(paid.code, 0, paid.output);
    const { amountWei, transaction } = JSON.parse(paid.output);
    assert.ok(transaction);
    assert.equal(await world.anvil.client.getBalance({ address: someone }), BigInt(amountWei));
    const again = await phaestus(world.env(env), "withdraw", "--to", someone);
    assert.match(again.output, /no credit to withdraw/);
  });
});
