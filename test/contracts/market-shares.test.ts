import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { noClaim, noSubmission } from "@graphiti/protocol/terms.ts";
import { maxUint256, parseEther, zeroAddress } from "viem";
import { eventsOf, isolateTests, outcomeOf, plain, refused } from "./stage/expect.ts";
import { type Job, mintJob, postJob } from "./stage/jobs.ts";
import { bringLot, finaliseLot, lotIdsOf, type SubmittedLot } from "./stage/lots.ts";
import { setMarketStage } from "./stage/market.ts";
import { offerOf, signOrder } from "./stage/market-orders.ts";

const stage = await setMarketStage();
const { art, market, weth, seller, operator, rival, artist, price, expiresAt } = stage;
const operatorShareBps = 400;
const inMarket = () => stage.reader.getBalance({ address: market.address });

/** A job of lots of three tiles and of one, and the assembly: minted. */
async function mintLots(): Promise<{ job: Job; lots: SubmittedLot[] }> {
  const job = await postJob(stage, { order: { tilesPerLot: 3, operatorShareBps } });
  const lots = [];
  for (const lotId of lotIdsOf(job)) {
    const lot = await bringLot(stage, job, { lotId });
    await finaliseLot(stage, lot, lot.submittedAt + stage.windowSeconds);
    lots.push(lot);
  }
  return { job, lots };
}

async function sell(tokenId: bigint, amount = price, from = seller) {
  await market.write.list([art.address, tokenId, amount, expiresAt, 0], { account: from.account });
  return market.write.buy([art.address, tokenId, amount, rival.account.address, zeroAddress], {
    account: rival.account,
    value: amount,
  });
}

const take = ({
  job,
  lotId,
  claim,
  submission,
}: Pick<SubmittedLot, "job" | "lotId" | "claim" | "submission">) =>
  market.write.takeShare([job.terms, lotId, claim, submission], { account: rival.account });

describe("the operators' share", () => {
  isolateTests(stage);

  it("is put aside out of the seller's part, and told", async () => {
    const { job } = await mintJob(stage, { order: { operatorShareBps } });
    const receivers = [seller, artist, stage.treasury];
    const before = await Promise.all(receivers.map(stage.balanceOf));
    const odd = price + 39n;
    const share = (odd * 400n) / 10_000n;
    assert.equal(await market.read.operatorShareOf([art.address, job.jobId, odd]), share);
    await market.write.list([art.address, job.jobId, odd, expiresAt, 0], { account: seller.account });
    const listed = await Promise.all(receivers.map(stage.balanceOf));
    const hash = await market.write.buy([art.address, job.jobId, odd, rival.account.address, zeroAddress], {
      account: rival.account,
      value: odd,
    });
    const [name, sold] = (await eventsOf(stage, hash)).at(-1) as [string, { operatorShare: bigint }];
    assert.deepEqual([name, sold.operatorShare], ["Sold", share]);
    const after = await Promise.all(receivers.map(stage.balanceOf));
    const [royalty, fee] = [odd / 20n, odd / 100n];
    assert.deepEqual(
      after.map((amount, at) => amount - (listed[at] as bigint)),
      [odd - royalty - fee - share, royalty, fee],
    );
    assert.equal(before.length, after.length);
    assert.equal(await inMarket(), share);
    assert.equal(await market.read.operatorShareAccrued([job.jobId]), share);
  });

  it("is taken by the operator of a job of one lot, by anybody's call, once for each sale", async () => {
    const { job } = await mintJob(stage, { order: { operatorShareBps } });
    const lot = { job, lotId: job.lotId, claim: noClaim, submission: noSubmission };
    await refused(take(lot), "NoShareDue", [job.lotId]);
    await sell(job.jobId);
    const before = await stage.balanceOf(operator);
    const amount = price / 25n;
    assert.deepEqual(await eventsOf(stage, await take(lot)), [
      ["ShareTaken", plain({ lotId: job.lotId, operator: operator.account.address, amount })],
    ]);
    assert.equal((await stage.balanceOf(operator)) - before, amount);
    await refused(take(lot), "NoShareDue", [job.lotId]);
    await art.write.setApprovalForAll([market.address, true], { account: rival.account });
    await sell(job.jobId, 2n * price, rival);
    await take(lot);
    assert.equal((await stage.balanceOf(operator)) - before, 3n * amount);
    assert.equal(await inMarket(), 0n);
  });

  it("is divided by tiles, and what does not divide stays", async () => {
    const { job, lots } = await mintLots();
    const odd = parseEther("1") + 25n;
    await sell(job.jobId, odd);
    const share = (odd * 400n) / 10_000n;
    const before = await stage.balanceOf(operator);
    const [first, second, assembly] = lots as [SubmittedLot, SubmittedLot, SubmittedLot];
    await take(first);
    assert.equal((await stage.balanceOf(operator)) - before, (share * 3n) / 4n);
    await take(second);
    assert.equal((await stage.balanceOf(operator)) - before, (share * 3n) / 4n + share / 4n);
    assert.equal(await inMarket(), share - (share * 3n) / 4n - share / 4n);
    assert.equal(await inMarket(), 1n);
    await refused(take(assembly), "NoTilesComputed", [assembly.lotId]);
    await refused(take({ ...first, claim: second.claim }), "ClaimMismatch");
    await refused(take({ ...first, lotId: second.lotId }), "ClaimMismatch");
  });

  it("is due when the artist sells, who gets the rest in one piece", async () => {
    const { job } = await mintJob(stage, {
      order: { operatorShareBps, recipient: artist.account.address },
    });
    await art.write.setApprovalForAll([market.address, true], { account: artist.account });
    await market.write.list([art.address, job.jobId, price, expiresAt, 0], { account: artist.account });
    const before = await stage.balanceOf(artist);
    await market.write.buy([art.address, job.jobId, price, rival.account.address, zeroAddress], {
      account: rival.account,
      value: price,
    });
    assert.equal((await stage.balanceOf(artist)) - before, (price * 95n) / 100n);
    assert.equal(await inMarket(), price / 25n);
  });

  it("puts the share of a sale for wrapped ether aside as ether", async () => {
    const { job } = await mintJob(stage, { order: { operatorShareBps } });
    const { account } = stage.buyer;
    await weth.write.deposit({ account, value: price });
    await weth.write.approve([market.address, maxUint256], { account });
    const message = offerOf(stage);
    const signature = await signOrder(stage, { primaryType: "Offer", message });
    await market.write.acceptSignedOffer([message, signature, job.jobId, [], price, zeroAddress, 0], {
      account: seller.account,
    });
    const parts = await Promise.all(
      [seller.account.address, artist.account.address, market.address].map((owner) =>
        weth.read.balanceOf([owner]),
      ),
    );
    assert.deepEqual(parts, [(price * 90n) / 100n, price / 20n, 0n]);
    assert.equal(await inMarket(), price / 25n);
    await take({ job, lotId: job.lotId, claim: noClaim, submission: noSubmission });
    assert.equal(await inMarket(), 0n);
  });
});

describe("the market", () => {
  isolateTests(stage);

  it("takes ether by calls and from unwrapping alone", async () => {
    const sends = rival.sendTransaction({ to: market.address, value: 1n, gas: 100_000n });
    const { status } = await sends.then(
      (hash) => stage.receipt(hash),
      () => ({ status: "reverted" }),
    );
    assert.equal(status, "reverted");
    assert.equal(await inMarket(), 0n);
    assert.equal((await outcomeOf(market.read.ESCROW())).name, "accepted");
    assert.equal(plain(await market.read.ESCROW()), plain(stage.escrow.address));
  });
});
