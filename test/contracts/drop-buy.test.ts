import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { allowList, clearingPrice, salePriceAt } from "@graphiti/protocol/drop.ts";
import { maxPriceWei } from "@graphiti/protocol/offer.ts";
import fc from "fast-check";
import { type BaseError, encodeErrorResult, parseEther, zeroHash } from "viem";
import { buyWorks, computing, dropEventsOf, openDrop, sellOut, setDrops } from "./stage/drops.ts";
import { isolateTests, plain, refused } from "./stage/expect.ts";
import { checkedInOrder, type Fault } from "./stage/expect-order.ts";
import { setStage } from "./stage/stage.ts";

const stage = await setDrops(await setStage());
const { artist, operator: ada, otherKey: bob, stranger, tester } = stage;
const ether = parseEther;

describe("buy", () => {
  isolateTests(stage);

  it("sells at the price of the second and credits what was sent on top", async () => {
    const drop = await openDrop(stage);
    const sent = { quantity: 2n, price: ether("2"), value: ether("4") };
    const hash = await buyWorks(stage, drop, ada, 250, sent);
    const { blockNumber } = await stage.receipt(hash);
    const target = blockNumber + 1n;
    const buyer = ada.account.address;
    assert.deepEqual(await dropEventsOf(stage, drop, hash), [
      [
        "Bought",
        plain({ buyer, firstIndex: 0n, quantity: 2n, price: ether("1.75"), target, change: ether("0.5") }),
      ],
    ]);
    for (const index of [0n, 1n])
      assert.deepEqual(plain(await drop.read.works([index])), plain({ buyer, state: 1, number: target }));
    assert.equal((await drop.read.works([2n])).state, 0);
    const bought = { works: 2, paid: ether("3.5"), credit: ether("0.5") };
    assert.deepEqual(await drop.read.collectors([buyer]), bought);
    assert.deepEqual(await drop.read.progress(), { sold: 2, settled: 0, soldOutAt: 0, restWei: 0n });
  });

  it("tells the first of the works that it sold", async () => {
    const drop = await openDrop(stage);
    await buyWorks(stage, drop, ada, 10, { quantity: 2n });
    await stage.nextAt(drop.series.startsAt + 20);
    const { result } = await drop.simulate.buy([1n, ether("2"), []], {
      account: bob.account.address,
      value: ether("2"),
    });
    assert.equal(result, 2n);
  });

  it("adds up what one account buys in several calls", async () => {
    const drop = await openDrop(stage);
    await buyWorks(stage, drop, ada, 0);
    await buyWorks(stage, drop, ada, 1_000, { value: ether("1") + 7n });
    const { address } = ada.account;
    assert.deepEqual(await drop.read.collectors([address]), { works: 2, paid: ether("3"), credit: 7n });
  });

  it("is open from the first second to the one before the end", async () => {
    const drop = await openDrop(stage);
    const { startsAt, endsAt } = drop.series;
    await refused(buyWorks(stage, drop, ada, -1), "TooEarly", [BigInt(startsAt)]);
    await buyWorks(stage, drop, ada, 0);
    const id = await tester.snapshot();
    await buyWorks(stage, drop, ada, endsAt - startsAt - 1);
    await tester.revert({ id });
    await refused(buyWorks(stage, drop, ada, endsAt - startsAt), "TooLate", [BigInt(endsAt)]);
  });

  it("remembers the second in which the last work was sold", async () => {
    const drop = await openDrop(stage);
    await sellOut(stage, drop, ada, bob);
    assert.equal((await drop.read.progress()).soldOutAt, drop.series.startsAt + 500);
    await refused(buyWorks(stage, drop, stranger, 600), "TooFewLeft", [0n]);
  });

  it("notices what is wrong in this order", async () => {
    const accounts = [ada.account.address, bob.account.address];
    const { root, proofOf } = allowList(accounts);
    type Given = { quantity: bigint; price: bigint; value: bigint; proof: `0x${string}`[]; second: number };
    const given = (): Given => ({
      ...{ quantity: 2n, price: ether("2"), value: ether("4"), second: 100 },
      proof: proofOf(ada.account.address),
    });
    const drop = await openDrop(stage, {
      allowRoot: root,
      allowEndsAt: 2 ** 40 - 1,
      walletCap: 3,
      supply: 4,
    });
    const { startsAt, endsAt } = drop.series;
    const set = (wishes: Partial<Given>) => (spoiled: Given) => Object.assign(spoiled, wishes);
    const faults: Fault<Given>[] = [
      { name: "TooEarly", args: () => [BigInt(startsAt)], make: set({ second: -1 }) },
      { name: "QuantityOutOfRange", args: () => [51n, 50n], make: set({ quantity: 51n }) },
      { name: "TooFewLeft", args: () => [4n], make: set({ quantity: 5n }) },
      { name: "NotOnTheList", args: () => [ada.account.address], make: set({ proof: [zeroHash] }) },
      { name: "WalletCapPassed", args: () => [4n, 3n], make: set({ quantity: 4n }) },
      {
        name: "PriceTooHigh",
        args: ({ second }) => [salePriceAt(drop.series, startsAt + second), 1n],
        make: set({ price: 1n }),
      },
      {
        name: "ValueTooLow",
        args: ({ second, quantity }) => [0n, quantity * salePriceAt(drop.series, startsAt + second)],
        make: set({ value: 0n }),
      },
    ];
    const buys = ({ second, ...sent }: Given) => buyWorks(stage, drop, ada, second, sent);
    await checkedInOrder(stage, given, faults, async (spoiled) => {
      await buys(spoiled);
      return undefined;
    });
    await refused(buys({ ...given(), quantity: 0n }), "QuantityOutOfRange", [0n, 50n]);
    const late = { ...given(), second: endsAt - startsAt, quantity: 0n };
    await refused(buys(late), "TooLate", [BigInt(endsAt)]);
  });

  it("takes up to the cap of an account, and the exact price", async () => {
    const drop = await openDrop(stage, { supply: 9, walletCap: 3 });
    await buyWorks(stage, drop, ada, 100, { quantity: 2n });
    await refused(buyWorks(stage, drop, ada, 101, { quantity: 2n }), "WalletCapPassed", [4n, 3n]);
    await buyWorks(stage, drop, ada, 101);
    const price = salePriceAt(drop.series, drop.series.startsAt + 102);
    await refused(buyWorks(stage, drop, bob, 102, { price: price - 1n, value: price }), "PriceTooHigh", [
      ...[price, price - 1n],
    ]);
    await refused(buyWorks(stage, drop, bob, 102, { value: price - 1n }), "ValueTooLow", [price - 1n, price]);
    await buyWorks(stage, drop, bob, 102);
  });

  it("sells 50 at once, and no more", async () => {
    const drop = await openDrop(stage, { supply: 60, walletCap: 60, startPrice: ether("1") });
    const sent = { price: ether("1"), value: ether("50") };
    await refused(buyWorks(stage, drop, ada, 1, { ...sent, quantity: 51n }), "QuantityOutOfRange", [
      51n,
      50n,
    ]);
    await buyWorks(stage, drop, ada, 1, { ...sent, quantity: 50n });
    assert.equal((await drop.read.progress()).sold, 50);
  });

  it("sells to who is on the list alone, until the list ends", async () => {
    const accounts = [ada, bob, artist].map(({ account }) => account.address);
    const { root, proofOf } = allowList(accounts);
    const { startsAt } = (await openDrop(stage)).series;
    const drop = await openDrop(stage, {
      ...{ startsAt: startsAt + 100, endsAt: startsAt + 3_700, allowEndsAt: startsAt + 150 },
      allowRoot: root,
    });
    const proof = proofOf(ada.account.address);
    await refused(buyWorks(stage, drop, ada, 10), "NotOnTheList", [ada.account.address]);
    await refused(buyWorks(stage, drop, stranger, 10, { proof }), "NotOnTheList", [stranger.account.address]);
    await buyWorks(stage, drop, ada, 10, { proof });
    await refused(buyWorks(stage, drop, stranger, 49), "NotOnTheList", [stranger.account.address]);
    await buyWorks(stage, drop, stranger, 50);
    await buyWorks(stage, drop, ada, 51);
  });

  it("serves a list of one, whose proof is empty", async () => {
    const { root, proofOf } = allowList([bob.account.address]);
    assert.deepEqual(proofOf(bob.account.address), []);
    const drop = await openDrop(stage, { allowRoot: root, allowEndsAt: 2 ** 40 - 1 });
    await refused(buyWorks(stage, drop, ada, 10), "NotOnTheList", [ada.account.address]);
    await buyWorks(stage, drop, bob, 10);
  });

  it("takes money by buy alone, and from the escrow", async () => {
    const drop = await openDrop(stage);
    const sent = stage.reader.call({ account: ada.account, to: drop.address, value: 1n });
    const error = encodeErrorResult({
      abi: drop.abi,
      errorName: "NotTheEscrow",
      args: [ada.account.address],
    });
    await assert.rejects(sent, (thrown: BaseError) => {
      const raw = thrown.walk((cause) => "data" in (cause as object)) as { data?: unknown } | null;
      assert.match(JSON.stringify(raw?.data ?? thrown.message), new RegExp(error.slice(2), "i"));
      return true;
    });
  });
});

describe("the price of a work", () => {
  isolateTests(stage);

  it("falls as drop.ts says, in every second and for every series", async () => {
    const prices = fc.bigInt({ min: computing.maxPrice, max: maxPriceWei });
    const property = fc.asyncProperty(
      prices,
      prices,
      fc.integer({ min: 1, max: 86_400 }),
      fc.array(fc.integer({ min: -100, max: 100_000 }), { minLength: 1, maxLength: 12 }),
      async (a, b, fallSeconds, seconds) => {
        const id = await tester.snapshot();
        const [floorPrice, startPrice] = a < b ? [a, b] : [b, a];
        const startsAt = (await stage.now()) + 1_000;
        const falling = { startPrice, floorPrice, fallSeconds, startsAt, endsAt: startsAt + 86_400 };
        const drop = await openDrop(stage, falling);
        for (const second of [0, fallSeconds - 1, fallSeconds, ...seconds])
          assert.equal(
            await drop.read.priceAt([BigInt(startsAt + second)]),
            salePriceAt(falling, startsAt + second),
          );
        await tester.revert({ id });
      },
    );
    await fc.assert(property, { numRuns: 25 });
  });

  it("never rises, and stays between start and floor", () => {
    const prices = fc.bigInt({ min: 1n, max: maxPriceWei });
    fc.assert(
      fc.property(
        prices,
        prices,
        fc.integer({ min: 1, max: 1e6 }),
        fc.nat(2e6),
        fc.nat(2e6),
        (a, b, fall, s, t) => {
          const [floorPrice, startPrice] = a < b ? [a, b] : [b, a];
          const series = { startPrice, floorPrice, fallSeconds: fall, startsAt: 1_000 };
          const [early, late] = s < t ? [s, t] : [t, s];
          assert.equal(salePriceAt(series, 1_000), startPrice);
          assert.equal(salePriceAt(series, 1_000 + fall + late), floorPrice);
          assert.ok(salePriceAt(series, 1_000 + early) >= salePriceAt(series, 1_000 + late));
        },
      ),
    );
  });

  it("is in the end that of the last work, or the floor if works are left", async () => {
    const drop = await openDrop(stage);
    const { startsAt, endsAt } = drop.series;
    await refused(drop.read.clearingPrice(), "TooEarly", [BigInt(endsAt)]);
    await buyWorks(stage, drop, ada, 200, { quantity: 2n });
    const id = await tester.snapshot();
    await stage.nextAt(endsAt - 1);
    await tester.mine({ blocks: 1 });
    await refused(drop.read.clearingPrice(), "TooEarly", [BigInt(endsAt)]);
    await stage.nextAt(endsAt);
    await tester.mine({ blocks: 1 });
    assert.equal(await drop.read.clearingPrice(), ether("1"));
    assert.equal(clearingPrice(drop.series, 0), ether("1"));
    await tester.revert({ id });
    await buyWorks(stage, drop, bob, 500);
    assert.equal(await drop.read.clearingPrice(), ether("1.5"));
    assert.equal(clearingPrice(drop.series, startsAt + 500), ether("1.5"));
  });
});
