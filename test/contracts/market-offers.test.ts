import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, zeroAddress } from "viem";
import { eventsOf, isolateTests, plain, refused } from "./stage/expect.ts";
import { checkedInOrder, type Fault } from "./stage/expect-order.ts";
import { deployForeign } from "./stage/foreign.ts";
import { setMarketStage } from "./stage/market.ts";

const stage = await setMarketStage();
const { art, market, seller, buyer, rival, token, price, expiresAt, artist, treasury } = stage;
const maker = buyer.account.address;
const where = { collection: art.address, tokenId: token };

const makeOffer = ({ value = price, until = expiresAt, collection = art.address as Address } = {}) =>
  market.write.makeOffer([collection, token, until], { account: buyer.account, value });
const cancelOffer = ({ account } = buyer, of: Address = maker) =>
  market.write.cancelOffer([art.address, token, of], { account });
const accept = ({
  from = seller,
  minAmount = price,
  referrer = zeroAddress as Address,
  referrerBps = 0,
  collection = art.address as Address,
} = {}) =>
  market.write.acceptOffer([collection, token, maker, minAmount, referrer, referrerBps], {
    account: from.account,
  });
const offer = () => market.read.offerOf([art.address, token, maker]);
const held = () => stage.reader.getBalance({ address: market.address });

describe("makeOffer", () => {
  isolateTests(stage);

  it("keeps the ether, and adds what comes later", async () => {
    const made = { ...where, maker, amount: price, expiresAt };
    assert.deepEqual(await eventsOf(stage, await makeOffer()), [["OfferMade", plain(made)]]);
    await makeOffer({ value: 5n, until: expiresAt - 9 });
    assert.deepEqual(await offer(), { amount: price + 5n, expiresAt: expiresAt - 9 });
    await makeOffer({ value: 0n });
    assert.deepEqual(await offer(), { amount: price + 5n, expiresAt });
    assert.equal(await held(), price + 5n);
  });

  it("refuses an offer of nothing, or without time", async () => {
    await refused(makeOffer({ value: 0n }), "PriceIsZero");
    const soon = (await stage.now()) + 100;
    await stage.nextAt(soon);
    await refused(makeOffer({ until: soon }), "Expired", [BigInt(soon)]);
    await stage.nextAt(soon);
    await makeOffer({ until: soon + 1 });
  });
});

describe("cancelOffer", () => {
  isolateTests(stage);

  it("gives the ether back, once", async () => {
    await makeOffer();
    const before = await stage.balanceOf(buyer);
    const hash = await cancelOffer();
    const { gasUsed, effectiveGasPrice } = await stage.receipt(hash);
    assert.equal((await stage.balanceOf(buyer)) - before, price - gasUsed * effectiveGasPrice);
    assert.deepEqual(await eventsOf(stage, hash), [
      ["OfferCanceled", plain({ ...where, maker, amount: price })],
    ]);
    await refused(cancelOffer(), "NoOffer", [art.address, token, maker]);
    assert.equal(await held(), 0n);
  });

  it("is the maker's alone until the offer expires, and then anybody's, for the maker", async () => {
    await makeOffer();
    await stage.nextAt(expiresAt - 1);
    await refused(cancelOffer(rival), "NotTheMaker", [rival.account.address, maker]);
    await refused(cancelOffer(rival, rival.account.address), "NoOffer", [
      art.address,
      token,
      rival.account.address,
    ]);
    await stage.nextAt(expiresAt);
    const before = await stage.balanceOf(buyer);
    await cancelOffer(rival);
    assert.equal((await stage.balanceOf(buyer)) - before, price);
  });
});

describe("acceptOffer", () => {
  isolateTests(stage);

  it("hands the caller's token to the maker, and divides what was offered", async () => {
    await makeOffer();
    const receivers = [artist, treasury, rival];
    const before = await Promise.all(receivers.map(stage.balanceOf));
    const hash = await accept({ referrer: rival.account.address, referrerBps: 1_000 });
    assert.deepEqual((await eventsOf(stage, hash)).at(-1), [
      "Sold",
      plain({
        ...{ ...where, seller: seller.account.address, buyer: maker, kind: 2, price },
        ...{ royaltyReceiver: artist.account.address, royalty: price / 20n, fee: price / 100n },
        ...{ referrer: rival.account.address, referral: price / 10n, operatorShare: 0n },
      }),
    ]);
    const after = await Promise.all(receivers.map(stage.balanceOf));
    assert.deepEqual(
      after.map((amount, at) => amount - (before[at] as bigint)),
      [price / 20n, price / 100n, price / 10n],
    );
    assert.equal(plain(await stage.ownerOf(token)), plain(maker));
    assert.deepEqual(await offer(), { amount: 0n, expiresAt: 0 });
    assert.equal(await held(), 0n);
  });

  it("is for the token, whoever has it", async () => {
    await makeOffer();
    await art.write.transferFrom([seller.account.address, rival.account.address, token], {
      account: seller.account,
    });
    await refused(accept(), "ERC721InsufficientApproval", [market.address, token]);
    await art.write.approve([market.address, token], { account: rival.account });
    await refused(accept(), "ERC721IncorrectOwner", [seller.account.address, token, rival.account.address]);
    await accept({ from: rival });
  });

  it("sells a token of another collection too", async () => {
    const foreign = await deployForeign(stage);
    await foreign.write.mint([seller.account.address, token]);
    await foreign.write.approve([market.address, token], { account: seller.account });
    await makeOffer({ collection: foreign.address });
    await accept({ collection: foreign.address });
    assert.equal(plain(await foreign.read.ownerOf([token])), plain(maker));
  });

  it("is possible until the second before the offer expires", async () => {
    await makeOffer();
    await stage.nextAt(expiresAt);
    await refused(accept(), "Expired", [BigInt(expiresAt)]);
    await stage.nextAt(expiresAt - 1);
    await accept();
  });

  it("checks in this order", async () => {
    type Given = { minAmount: bigint; referrerBps: number; from: typeof seller };
    const { account } = buyer;
    const faults: Fault<Given>[] = [
      { name: "NoOffer", args: () => [art.address, token, maker], make: () => cancelOffer() },
      {
        name: "Expired",
        args: () => [BigInt(expiresAt - 50_000)],
        make: async () => {
          await market.write.makeOffer([art.address, token, expiresAt - 50_000], { account });
          await stage.tester.setNextBlockTimestamp({ timestamp: BigInt(expiresAt - 50_000) });
          await stage.tester.mine({ blocks: 1 });
        },
      },
      {
        name: "OfferTooLow",
        args: () => [price, price + 1n],
        make: (given) => (given.minAmount = price + 1n),
      },
      {
        name: "ReferrerPartTooHigh",
        args: () => [1_001n, 1_000n],
        make: (given) => (given.referrerBps = 1_001),
      },
      {
        name: "ERC721IncorrectOwner",
        args: () => [rival.account.address, token, seller.account.address],
        make: (given) => (given.from = rival),
      },
    ];
    await makeOffer();
    await checkedInOrder(
      stage,
      (): Given => ({ minAmount: price, referrerBps: 0, from: seller }),
      faults,
      async (given) => void (await accept(given)),
    );
  });

  it("refuses to sell to the market itself", async () => {
    await stage.tester.impersonateAccount({ address: market.address });
    await stage.tester.setBalance({ address: market.address, value: 2n * price });
    await market.write.makeOffer([art.address, token, expiresAt], { account: market.address, value: price });
    const args = [art.address, token, market.address, price, zeroAddress, 0] as const;
    const call = market.write.acceptOffer(args, { account: seller.account });
    await refused(call, "RecipientRefused", [market.address]);
  });
});
