import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { unstakeSeconds } from "@graphiti/protocol/escrow-rules.ts";
import { parseEther, zeroAddress } from "viem";
import { eventsOf, isolateTests, ledger, plain, refused } from "./stage/expect.ts";
import { claimJob, postJob } from "./stage/jobs.ts";
import { coldWindowSeconds, setStage, slowClass, stakeWei } from "./stage/stage.ts";

const stage = await setStage();
const { escrow, operator, stranger, recipient } = stage;
const { account } = operator;
const limit = 2n ** 80n - 1n;

describe("stake", () => {
  isolateTests(stage);

  it("is added to the caller's and to the total, with its time", async () => {
    const at = (await stage.now()) + 10;
    await stage.nextAt(at);
    const hash = await escrow.write.stake({ account: stranger.account, value: 5n });
    const { address } = stranger.account;
    assert.deepEqual(await eventsOf(stage, hash), [["Staked", plain({ operator: address, amount: 5n })]]);
    assert.deepEqual(await ledger(stage, address), { stake: 5n, locked: 0n, credit: 0n });
    assert.equal(await escrow.read.totalStake(), stakeWei + 5n);
    assert.deepEqual(await escrow.read.standings([address]), { raisedAt: at, number: 2 });
    await escrow.write.stake({ account: stranger.account, value: 7n });
    assert.equal((await ledger(stage, address)).stake, 12n);
  });

  it("numbers operators in the order of their first stake", async () => {
    const { address } = stranger.account;
    await escrow.write.stake({ account: stranger.account, value: 5n });
    await escrow.write.stake({ account: stranger.account, value: 5n });
    assert.equal(await escrow.read.operatorCount(), 2n);
    assert.deepEqual(plain(await escrow.read.operatorAt([2])), plain(address));
    await assert.rejects(escrow.read.operatorAt([3]));
    await assert.rejects(escrow.read.operatorAt([0]));
  });

  it("refuses nothing, and more than 80 bits in all", async () => {
    await refused(escrow.write.stake({ account, value: 0n }), "AmountIsZero");
    await stage.tester.setBalance({ address: account.address, value: 2n * limit });
    const over = limit - stakeWei + 1n;
    await refused(escrow.write.stake({ account, value: over }), "StakeAboveLimit", [limit + 1n, limit]);
    await escrow.write.stake({ account, value: over - 1n });
    assert.equal((await ledger(stage, account.address)).stake, limit);
  });
});

describe("unstake", () => {
  isolateTests(stage);

  it("waits longer than any lot can be in flight after its submit", async () => {
    const classes = await escrow.read.finalityClasses();
    assert.equal(await escrow.read.UNSTAKE_SECONDS(), BigInt(unstakeSeconds({ classes })));
    assert.equal(unstakeSeconds({ classes }), coldWindowSeconds + slowClass.graceSeconds);
  });

  it("takes the amount out of the stake at once and pays it out after the wait", async () => {
    const wait = Number(await escrow.read.UNSTAKE_SECONDS());
    const at = (await stage.now()) + 10;
    await stage.nextAt(at);
    const amount = parseEther("30");
    const requested = await escrow.write.requestUnstake([amount], { account });
    assert.deepEqual(await eventsOf(stage, requested), [
      ["UnstakeRequested", plain({ operator: account.address, amount, readyAt: BigInt(at + wait) })],
    ]);
    assert.equal((await ledger(stage, account.address)).stake, stakeWei - amount);
    assert.equal(await escrow.read.totalStake(), stakeWei - amount);
    assert.deepEqual(await escrow.read.unbonding([account.address]), { amount, readyAt: at + wait });

    await stage.nextAt(at + wait - 1);
    const to = recipient.account.address;
    await refused(escrow.write.unstake([to], { account }), "TooEarly", [BigInt(at + wait)]);
    await stage.nextAt(at + wait);
    const hash = await escrow.write.unstake([to], { account });
    assert.deepEqual(await eventsOf(stage, hash), [
      ["Unstaked", plain({ operator: account.address, to, amount })],
    ]);
    await stage.assertions.balancesHaveChanged(hash, [{ address: to, amount }]);
    await refused(escrow.write.unstake([to], { account }), "AmountIsZero");
  });

  it("adds a second request to the first and starts the wait again", async () => {
    const wait = Number(await escrow.read.UNSTAKE_SECONDS());
    await escrow.write.requestUnstake([1n], { account });
    const at = (await stage.now()) + 100;
    await stage.nextAt(at);
    await escrow.write.requestUnstake([2n], { account });
    assert.deepEqual(await escrow.read.unbonding([account.address]), { amount: 3n, readyAt: at + wait });
  });

  it("refuses nothing, and stake that stands for a lot", async () => {
    await refused(escrow.write.requestUnstake([0n], { account }), "AmountIsZero");
    await refused(escrow.write.requestUnstake([1n], { account: stranger.account }), "StakeTooLow", [0n, 1n]);
    const job = await postJob(stage);
    await claimJob(stage, job);
    const free = stakeWei - parseEther("10");
    await refused(escrow.write.requestUnstake([free + 1n], { account }), "StakeTooLow", [free, free + 1n]);
    await escrow.write.requestUnstake([free], { account });
    assert.deepEqual(await ledger(stage, account.address), {
      stake: parseEther("10"),
      locked: parseEther("10"),
      credit: 0n,
    });
  });

  it("refuses to pay to nobody or to who takes nothing, and keeps what is owed", async () => {
    await escrow.write.requestUnstake([5n], { account });
    const { readyAt } = await escrow.read.unbonding([account.address]);
    await stage.nextAt(readyAt);
    await refused(escrow.write.unstake([zeroAddress], { account }), "AddressIsZero");
    await refused(escrow.write.unstake([escrow.address], { account }), "TransferFailed", [escrow.address]);
    assert.equal((await escrow.read.unbonding([account.address])).amount, 5n);
  });
});
