import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { hashWork, type Posting, termsCommitment } from "@graphiti/protocol/terms.ts";
import { parseEther } from "viem";
import { eventsOf, isolateTests, plain, refused } from "./stage/expect.ts";
import { digest, inputCid, orderOf, postJob, workOf } from "./stage/jobs.ts";
import { setStage } from "./stage/stage.ts";

const stage = await setStage();
const { escrow, artist } = stage;

describe("postMany", () => {
  isolateTests(stage);
  const sends = async (postings: Posting[], at: number, value: bigint) => {
    await stage.nextAt(at);
    return escrow.write.postMany([postings], { account: artist.account, value });
  };
  const three = (at: number): Posting[] => [
    { order: orderOf(stage, at), work: workOf(stage), inputCid },
    {
      order: orderOf(stage, at, { maxPrice: parseEther("3"), tilesPerLot: 2 }),
      work: workOf(stage, { inputDigest: digest("second") }),
      inputCid: `b${"c".repeat(58)}`,
    },
    {
      order: orderOf(stage, at, { maxPrice: parseEther("1.5") }),
      work: workOf(stage, { width: 513, hasAlpha: true }),
      inputCid,
    },
  ];

  it("posts each as post would, under ids that follow one another, and returns the first", async () => {
    await postJob(stage);
    const at = (await stage.now()) + 10;
    const postings = three(at);
    const value = parseEther("6.5");
    const { result } = await stage.reader.simulateContract({
      ...{ address: escrow.address, abi: escrow.abi, functionName: "postMany" },
      ...{ args: [postings], account: artist.account, value },
    });
    assert.equal(result, 2n);
    const hash = await sends(postings, at, value);
    const termsOf = ({ order, work }: Posting, tiles: number) => ({
      ...{ artist: artist.account.address, postedAt: at, tiles },
      workHash: hashWork(work),
      order,
    });
    const tiles = [4, 4, 8];
    const wants = postings.map((posting, index) => ({
      jobId: BigInt(2 + index),
      artist: artist.account.address,
      terms: termsOf(posting, tiles[index] ?? 0),
      work: posting.work,
      inputCid: posting.inputCid,
    }));
    assert.deepEqual(
      await eventsOf(stage, hash),
      wants.map((args) => ["Posted", plain(args)]),
    );
    for (const { jobId, terms } of wants)
      assert.deepEqual(await escrow.read.jobs([jobId]), {
        ...{ state: 1, finalLots: 0, assemblyOpenedAt: 0 },
        termsHash: termsCommitment(terms),
      });
    assert.equal(await escrow.read.jobCount(), 4n);
    await stage.assertions.balancesHaveChanged(hash, [
      { address: escrow.address, amount: value },
      { address: artist.account.address, amount: -value },
    ]);
  });

  it("takes exactly the sum of the highest prices", async () => {
    const at = (await stage.now()) + 10;
    const value = parseEther("6.5");
    for (const wrong of [value - 1n, value + 1n, 0n])
      await refused(sends(three(at), at, wrong), "WrongValue", [wrong, value]);
    await sends(three(at), at, value);
  });

  it("posts none if one of them is refused", async () => {
    const at = (await stage.now()) + 10;
    const [first, second] = three(at) as [Posting, Posting];
    const wrong = { ...second, order: { ...second.order, rampSeconds: 0 } };
    await refused(sends([first, wrong], at, parseEther("5")), "RampIsZero");
    assert.equal(await escrow.read.jobCount(), 0n);
  });

  it("takes one, and 65, and no more", async () => {
    const at = (await stage.now()) + 10;
    const one = { order: orderOf(stage, at + 10), work: workOf(stage), inputCid };
    const price = one.order.maxPrice;
    await sends([one], at, price);
    await sends(Array(65).fill(one), at + 10, 65n * price);
    assert.equal(await escrow.read.jobCount(), 66n);
    await refused(sends([], at + 20, 0n), "BatchIsEmpty");
    await refused(sends(Array(66).fill(one), at + 20, 66n * price), "BatchTooLarge", [66n, 65n]);
  });
});
