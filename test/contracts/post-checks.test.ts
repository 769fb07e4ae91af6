import { describe, it } from "node:test";
import { maxPriceWei } from "@graphiti/protocol/offer.ts";
import type { Order, Work } from "@graphiti/protocol/terms.ts";
import { zeroAddress, zeroHash } from "viem";
import { isolateTests } from "./stage/expect.ts";
import { checkedInOrder, type Fault } from "./stage/expect-order.ts";
import { inputCid, orderOf, workOf } from "./stage/jobs.ts";
import { coldWindowSeconds, fastClass, setStage } from "./stage/stage.ts";

const stage = await setStage();
const { escrow } = stage;

/** Seconds that no other test takes: the chain's clock runs on while they do. */
const wellAhead = 10_000;

type Given = { order: Order; work: Work; cid: string; value: bigint };

const order = (wishes: Partial<Order>) => (given: Given) => Object.assign(given.order, wishes);
const work = (wishes: Partial<Work>) => (given: Given) => Object.assign(given.work, wishes);

/** What is wrong with a posting itself, in the order in which it is noticed. */
const faultsOf = (at: number): Fault<Given>[] => [
  { name: "UnknownService", args: () => [2], make: work({ serviceId: 2 }) },
  {
    name: "PriceOutOfRange",
    args: (given) => [given.order.minPrice, given.order.maxPrice, maxPriceWei],
    make: order({ minPrice: 10n ** 20n }),
  },
  { name: "RampIsZero", make: order({ rampSeconds: 0 }) },
  { name: "RecipientRefused", args: () => [zeroAddress], make: order({ recipient: zeroAddress }) },
  { name: "RoyaltyTooHigh", args: () => [1_001n, 1_000n], make: order({ royaltyBps: 1_001 }) },
  { name: "RoyaltyReceiverMissing", make: order({ royaltyReceiver: zeroAddress }) },
  { name: "OperatorShareTooHigh", args: () => [501n, 500n], make: order({ operatorShareBps: 501 }) },
  {
    name: "RecipientRefused",
    args: () => [escrow.address],
    make: order({ recipient: escrow.address }),
  },
  { name: "PictureIsEmpty", args: ({ work }) => [BigInt(work.width), 0n], make: work({ height: 0 }) },
  { name: "DigestIsZero", make: work({ cardDigest: zeroHash }) },
  { name: "TilesPerLotOutOfRange", args: () => [129n, 128n], make: order({ tilesPerLot: 129 }) },
  {
    name: "TooManyLots",
    args: () => [256n, 64n],
    make: (given) => Object.assign(given.work, { width: 512 * 256, height: 512 * 4 }),
  },
  {
    name: "SampleTooLarge",
    args: ({ order }) => [5n, BigInt(order.tilesPerLot)],
    make: order({ sampleTiles: 5 }),
  },
  { name: "TooManyAttesters", args: () => [6n, 5n], make: order({ attesters: 6 }) },
  {
    name: "SampleIsZero",
    make: (given) => Object.assign(given.order, { attesters: 5, sampleTiles: 0 }),
  },
  { name: "UnknownClass", args: () => [3n, 3n], make: order({ finalityClass: 3 }) },
  { name: "ClaimTooShort", args: () => [159n, 160n], make: order({ claimSeconds: 159 }) },
  {
    name: "DeadlineTooFar",
    args: () => [at + 91 * 86_400, at + 90 * 86_400].map(BigInt),
    make: order({ deadline: at + 91 * 86_400 }),
  },
  {
    name: "DeadlineTooNear",
    args: ({ order }) =>
      [at + 9, at + order.claimSeconds + coldWindowSeconds + fastClass.graceSeconds].map(BigInt),
    make: order({ deadline: at + 9 }),
  },
  {
    name: "CidLengthOutOfRange",
    args: () => [45n, 46n, 100n],
    make: (given) => (given.cid = "b".repeat(45)),
  },
];

const panel = { attesters: 5, sampleTiles: 1 };

describe("the order of the checks of post and postMany", () => {
  isolateTests(stage);
  const wishes = (at: number): Given => ({
    order: { ...orderOf(stage, at, { ...panel, deadline: at + 30 * 86_400 }) },
    work: workOf(stage),
    cid: inputCid,
    value: orderOf(stage, at).maxPrice,
  });
  const paused: Fault<unknown> = {
    name: "PostingIsPaused",
    make: () => escrow.write.pausePosting([true], { account: stage.owner.account }),
  };

  it("is that of the rules for one job", async () => {
    const at = (await stage.now()) + wellAhead;
    const faults: Fault<Given>[] = [
      paused as Fault<Given>,
      {
        name: "WrongValue",
        args: ({ value, order }) => [value, order.maxPrice],
        make: (given) => (given.value -= 1n),
      },
      ...faultsOf(at),
    ];
    await checkedInOrder(
      stage,
      () => wishes(at),
      faults,
      async ({ order, work, cid, value }) => {
        await stage.nextAt(at);
        await escrow.write.post([order, work, cid], { account: stage.artist.account, value });
        return undefined;
      },
    );
  });

  it("is the same for each of several, one posting after the other", async () => {
    const at = (await stage.now()) + wellAhead;
    const of =
      (index: 0 | 1) =>
      ({ name, args, make }: Fault<Given>): Fault<Given[]> => ({
        name,
        args: (given) => args?.(given[index] as Given) ?? [],
        make: (given) => make(given[index] as Given),
      });
    const faults: Fault<Given[]>[] = [
      { name: "BatchIsEmpty", make: (given) => given.splice(0) },
      {
        name: "BatchTooLarge",
        args: () => [66n, 65n],
        make: (given) => given.push(...Array.from({ length: 64 }, () => wishes(at))),
      },
      paused as Fault<Given[]>,
      {
        name: "WrongValue",
        args: (given) => [
          given.reduce((sum, { value }) => sum + value, 0n),
          given.reduce((sum, { order }) => sum + order.maxPrice, 0n),
        ],
        make: (given) => given.map((posting) => (posting.value += 1n)),
      },
      ...faultsOf(at).slice(0, 3).map(of(0)),
      ...faultsOf(at).slice(-3).map(of(0)),
      ...faultsOf(at).slice(0, 3).map(of(1)),
      ...faultsOf(at).slice(-3).map(of(1)),
    ];
    await checkedInOrder(
      stage,
      () => [wishes(at), wishes(at)],
      faults,
      async (given) => {
        const value = given.reduce((sum, posting) => sum + posting.value, 0n);
        const postings = given.map(({ order, work, cid }) => ({ order, work, inputCid: cid }));
        await stage.nextAt(at);
        await escrow.write.postMany([postings], { account: stage.artist.account, value });
        return undefined;
      },
    );
  });
});
