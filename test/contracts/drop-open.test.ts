import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { seriesDropAbi } from "@graphiti/protocol/abi/series-drop.ts";
import type { Series } from "@graphiti/protocol/drop.ts";
import { maxPriceWei } from "@graphiti/protocol/offer.ts";
import { getContract, zeroAddress, zeroHash } from "viem";
import {
  buyWorks,
  computing,
  dropEventsOf,
  maxLeadSeconds,
  maxSaleSeconds,
  openDrop,
  postWorks,
  seriesOf,
  setDrops,
} from "./stage/drops.ts";
import { isolateTests, plain, refused } from "./stage/expect.ts";
import { checkedInOrder, type Fault } from "./stage/expect-order.ts";
import { orderOf, workOf } from "./stage/jobs.ts";
import { coldWindowSeconds, fastClass, setStage, slowClass } from "./stage/stage.ts";

const stage = await setDrops(await setStage());
const { artist, factory, stranger } = stage;

const opens = async (wishes: Partial<Series>, at?: number) => {
  const second = at ?? (await stage.now()) + 10;
  await stage.nextAt(second);
  return factory.write.open([seriesOf(stage, second + 100, wishes)], { account: artist.account });
};
const opensWith = (wishes: Partial<Series["computing"]>, at?: number) =>
  opens({ computing: { ...computing, ...wishes } }, at);

describe("open", () => {
  isolateTests(stage);

  it("makes a contract of its own for each drop, which holds the series and the caller for good", async () => {
    const drop = await openDrop(stage);
    const other = await openDrop(stage, { supply: 5 });
    assert.notEqual(drop.address, other.address);
    const opened = { drop: drop.address, artist: artist.account.address, series: drop.series };
    assert.deepEqual(await dropEventsOf(stage, drop, drop.hash), [["DropOpened", plain(opened)]]);
    assert.deepEqual(plain(await drop.read.opened()), plain([artist.account.address, drop.series]));
    assert.equal((await other.read.opened())[1].supply, 5);
    assert.equal(await drop.read.escrow(), stage.escrow.address);
    const nothing = { sold: 0, settled: 0, soldOutAt: 0, restWei: 0n };
    assert.deepEqual(await drop.read.progress(), nothing);
  });

  it("serves nobody under the address of the code that all drops run", async () => {
    const address = await factory.read.implementation();
    const client = { public: stage.reader, wallet: stranger };
    const code = getContract({ address, abi: seriesDropAbi, client });
    const buyer = zeroAddress;
    await refused(code.write.buy([1n, 0n, []]), "NotADrop");
    await refused(code.write.post([[0n]]), "NotADrop");
    await refused(code.write.settle([[0n]]), "NotADrop");
    await refused(code.write.creditExcess([buyer]), "NotADrop");
    await refused(code.write.creditRest(), "NotADrop");
  });

  it("notices what is wrong with a series in this order", async () => {
    const at = (await stage.now()) + 100;
    const series = (wishes: Partial<Series>) => (given: { series: Series }) =>
      Object.assign(given.series, wishes);
    const order = (wishes: Partial<Series["computing"]>) => (given: { series: Series }) =>
      Object.assign(given.series.computing, wishes);
    const faults: Fault<{ series: Series }>[] = [
      { name: "SupplyOutOfRange", args: () => [0n, 10_000n], make: series({ supply: 0 }) },
      { name: "WalletCapIsZero", make: series({ walletCap: 0 }) },
      {
        name: "StartOutOfRange",
        args: () => [at - 1, at, at + maxLeadSeconds].map(BigInt),
        make: series({ startsAt: at - 1 }),
      },
      { name: "FallIsZero", make: series({ fallSeconds: 0 }) },
      {
        name: "EndOutOfRange",
        args: ({ series: { startsAt, fallSeconds, endsAt } }) =>
          [endsAt, startsAt + fallSeconds, startsAt + maxSaleSeconds].map(BigInt),
        make: series({ endsAt: at + 99 }),
      },
      { name: "UnknownService", args: () => [9], make: series({ serviceId: 9 }) },
      { name: "NotAGenerator", args: () => [1n, 1n], make: series({ serviceId: 1 }) },
      {
        name: "PriceOutOfRange",
        args: ({ series }) => [series.computing.minPrice, series.computing.maxPrice, maxPriceWei],
        make: order({ minPrice: computing.maxPrice + 1n }),
      },
      { name: "RampIsZero", make: order({ rampSeconds: 0 }) },
      { name: "RoyaltyTooHigh", args: () => [1_001n, 1_000n], make: series({ royaltyBps: 1_001 }) },
      {
        name: "PictureIsEmpty",
        args: ({ series }) => [0n, BigInt(series.height)],
        make: series({ width: 0 }),
      },
      { name: "DigestIsZero", make: series({ cardDigest: zeroHash }) },
      { name: "TooManyLots", args: () => [2n, 1n], make: series({ width: 512 * 129 }) },
      { name: "SampleTooLarge", args: () => [129n, 128n], make: order({ sampleTiles: 129 }) },
      { name: "TooManyAttesters", args: () => [6n, 5n], make: order({ attesters: 6 }) },
      {
        name: "SampleIsZero",
        make: ({ series }) => Object.assign(series.computing, { attesters: 1, sampleTiles: 0 }),
      },
      { name: "UnknownClass", args: () => [3n, 3n], make: order({ finalityClass: 3 }) },
      { name: "ClaimTooShort", args: () => [129n, 130n], make: order({ claimSeconds: 129 }) },
      {
        name: "DeadlineTooFar",
        args: () => [at + 91 * 86_400, at + 90 * 86_400].map(BigInt),
        make: order({ deadlineSeconds: 91 * 86_400 }),
      },
      {
        name: "DeadlineTooNear",
        args: ({ series: { computing } }) => [
          BigInt(at + 2_199),
          BigInt(
            at +
              2 *
                (computing.claimSeconds +
                  fastClass.graceSeconds +
                  (computing.attesters === 0 ? fastClass.windowSeconds : coldWindowSeconds)),
          ),
        ],
        make: order({ deadlineSeconds: 2_199 }),
      },
      {
        name: "SalePriceOutOfRange",
        args: ({ series }) => [series.startPrice, series.startPrice + 1n, computing.maxPrice, maxPriceWei],
        make: ({ series }) => Object.assign(series, { floorPrice: series.startPrice + 1n }),
      },
    ];
    await checkedInOrder(
      stage,
      () => ({ series: { ...seriesOf(stage, at + 100), computing: { ...computing } } }),
      faults,
      async ({ series }) => {
        await stage.nextAt(at);
        await factory.write.open([series], { account: artist.account });
        return undefined;
      },
    );
  });

  it("takes from one to 10,000 works, and refuses more", async () => {
    await opens({ supply: 1 });
    await opens({ supply: 10_000 });
    await refused(opens({ supply: 10_001 }), "SupplyOutOfRange", [10_001n, 10_000n]);
  });

  it("starts from now to 90 days ahead", async () => {
    const at = (await stage.now()) + 50;
    const latest = at + maxLeadSeconds;
    const starting = (startsAt: number) => opens({ startsAt, endsAt: startsAt + 1_000 }, at);
    await refused(starting(at - 1), "StartOutOfRange", [at - 1, at, latest].map(BigInt));
    await refused(starting(latest + 1), "StartOutOfRange", [latest + 1, at, latest].map(BigInt));
    const id = await stage.tester.snapshot();
    await starting(at);
    await stage.tester.revert({ id });
    await starting(latest);
  });

  it("sells from the end of the fall to 30 days long", async () => {
    const startsAt = (await stage.now()) + 1_000;
    const range = [startsAt + 1_000, startsAt + maxSaleSeconds] as const;
    const ending = (endsAt: number) => opens({ startsAt, endsAt });
    for (const endsAt of [range[0] - 1, range[1] + 1])
      await refused(ending(endsAt), "EndOutOfRange", [endsAt, ...range].map(BigInt));
    for (const endsAt of range) await ending(endsAt);
  });

  it("wants computing to be a part of the price, and prices that the ledger holds", async () => {
    const { maxPrice } = computing;
    const bad = (startPrice: bigint, floorPrice: bigint) =>
      refused(opens({ startPrice, floorPrice }), "SalePriceOutOfRange", [
        ...[startPrice, floorPrice, maxPrice, maxPriceWei],
      ]);
    await bad(maxPrice, maxPrice - 1n);
    await bad(maxPriceWei + 1n, maxPrice);
    await opens({ startPrice: maxPrice, floorPrice: maxPrice });
    await opens({ startPrice: maxPriceWei, floorPrice: maxPriceWei });
  });

  it("takes 128 tiles, which are one lot, and not one more", async () => {
    const large = { ...computing, claimSeconds: 120 + 128 * 10, deadlineSeconds: 5 * 86_400 };
    await opens({ width: 512 * 64, height: 1024, computing: large });
    const tooLarge = opens({ width: 512 * 64 + 1, height: 1024, computing: large });
    await refused(tooLarge, "TooManyLots", [2n, 1n]);
  });

  it("wants two spans before the deadline, so that one node that fails does not fail the work", async () => {
    const at = (await stage.now()) + 50;
    const spans = [
      [{ finalityClass: 0 }, fastClass.windowSeconds + fastClass.graceSeconds],
      [{ finalityClass: 1 }, slowClass.windowSeconds + slowClass.graceSeconds],
      [{ finalityClass: 1, attesters: 1, sampleTiles: 1 }, coldWindowSeconds + slowClass.graceSeconds],
    ] as const;
    for (const [wishes, wait] of spans) {
      const deadlineSeconds = 2 * (computing.claimSeconds + wait);
      const id = await stage.tester.snapshot();
      await opensWith({ ...wishes, deadlineSeconds }, at);
      await stage.tester.revert({ id });
      await refused(opensWith({ ...wishes, deadlineSeconds: deadlineSeconds - 1 }, at), "DeadlineTooNear", [
        BigInt(at + deadlineSeconds - 1),
        BigInt(at + deadlineSeconds),
      ]);
    }
  });

  it("refuses no series whose job the escrow takes, at the edges of what it takes", async () => {
    const edges = [
      { attesters: 5, sampleTiles: 128, deadlineSeconds: 90 * 86_400 },
      { minPrice: 0n, maxPrice: 1n, claimSeconds: 130 },
    ];
    for (const wishes of edges) {
      const drop = await openDrop(stage, { royaltyBps: 1_000, computing: { ...computing, ...wishes } });
      await buyWorks(stage, drop, stranger, 0);
      const [job] = await postWorks(stage, drop, [0n]);
      assert.ok(job);
      assert.equal(job.terms.order.deadline - job.postedAt, drop.series.computing.deadlineSeconds);
    }
  });

  it("tells of any job whether the escrow would take it as one lot", async () => {
    const now = await stage.now();
    const order = orderOf(stage, now, { tilesPerLot: 128 });
    const work = workOf(stage);
    await factory.read.requireJob([order, work]);
    await refused(factory.read.requireJob([{ ...order, recipient: zeroAddress }, work]), "RecipientRefused", [
      zeroAddress,
    ]);
    await refused(factory.read.requireJob([{ ...order, tilesPerLot: 0 }, work]), "TilesPerLotOutOfRange", [
      0n,
      128n,
    ]);
    const nobodys = { ...order, royaltyReceiver: zeroAddress };
    await refused(factory.read.requireJob([nobodys, work]), "RoyaltyReceiverMissing");
  });
});
