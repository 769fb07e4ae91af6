import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseEther, parseEventLogs, zeroAddress } from "viem";
import { isolateTests, ledger, plain, refused } from "./stage/expect.ts";
import { inputCid, type Job, orderOf, resultFor, workOf } from "./stage/jobs.ts";
import { bringLot, finaliseLot, finaliseTiles } from "./stage/lots.ts";
import { setStage } from "./stage/stage.ts";

const stage = await setStage();
const { escrow, tester, windowSeconds } = stage;

/** Reverts whatever it is asked or sent. */
const refusing = "0x5f5ffd";
const account = "0x00000000000000000000000000000000000a1157";

/** A contract that wants no call, and whose own calls come out of it as if it had made them. */
async function becomeArtist() {
  await tester.setCode({ address: account, bytecode: refusing });
  await tester.setBalance({ address: account, value: parseEther("100") });
  await tester.impersonateAccount({ address: account });
}

async function posts(tilesPerLot: number): Promise<Job> {
  const at = (await stage.now()) + 10;
  const order = orderOf(stage, at, { tilesPerLot, recipient: account, royaltyReceiver: account });
  await stage.nextAt(at);
  const hash = await escrow.write.post([order, workOf(stage), inputCid], { account, value: order.maxPrice });
  const { logs } = await stage.receipt(hash);
  const [posted] = parseEventLogs({ abi: escrow.abi, logs, eventName: "Posted" });
  assert.ok(posted);
  const { jobId, terms, work } = posted.args;
  return { jobId, lotId: jobId << 16n, terms, work, postedAt: terms.postedAt, hash };
}

describe("an artist that is a contract", () => {
  isolateTests(stage);

  it("posts, assembles its picture, owns the token and is credited, though it takes no call", async () => {
    await becomeArtist();
    const job = await posts(2);
    assert.equal(plain(job.terms.artist), plain(account));
    const lotId = await finaliseTiles(stage, job);
    const submittedAt = (await stage.now()) + windowSeconds;
    const result = resultFor(stage, job, account, 0, lotId);
    const { outputRoot, metadataDigest, seal } = result;
    await stage.nextAt(submittedAt);
    const hash = await escrow.write.assemble([job.terms, job.jobId, outputRoot, metadataDigest, seal], {
      account,
    });
    const { blockNumber } = await stage.receipt(hash);
    const { args } = parseEventLogs({
      abi: escrow.abi,
      ...{ logs: (await stage.receipt(hash)).logs, eventName: "Assembled" },
    })[0] ?? { args: { openSeconds: 0 } };
    const claim = { operator: zeroAddress, price: 0n, openSeconds: args.openSeconds };
    const submission = { ...result, l2Block: blockNumber };
    const lot = { job, lotId, attempt: 0, claim, submission, submittedAt };
    await finaliseLot(stage, lot, submittedAt + windowSeconds);
    assert.equal(plain(await stage.art.read.ownerOf([job.jobId])), plain(account));

    const { credit } = await ledger(stage, account);
    assert.ok(credit > 0n);
    await refused(escrow.write.withdraw([account], { account }), "TransferFailed", [account]);
    const withdrawn = await escrow.write.withdraw([stage.stranger.account.address], { account });
    await stage.assertions.balancesHaveChanged(withdrawn, [
      { address: stage.stranger.account.address, amount: credit },
    ]);
  });

  it("closes its job and takes its money out", async () => {
    await becomeArtist();
    const job = await posts(4);
    const lot = await bringLot(stage, job);
    await escrow.write.close([job.terms, job.jobId], { account });
    await finaliseLot(stage, lot, lot.submittedAt + windowSeconds);
    assert.equal((await ledger(stage, account)).credit, parseEther("2") - lot.claim.price);
  });
});
