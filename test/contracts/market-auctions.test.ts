import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { zeroAddress } from "viem";
import { eventsOf, isolateTests, plain, refused } from "./stage/expect.ts";
import { checkedInOrder, type Fault } from "./stage/expect-order.ts";
import { setMarketStage } from "./stage/market.ts";

const stage = await setMarketStage();
const { art, market, seller, buyer, rival, token, price, artist, treasury } = stage;
const day = 86_400;
const extension = 15 * 60;
const owner = seller.account.address;

const open = ({ reserve = price, durationSeconds = day, from = seller, tokenId = token } = {}) =>
  market.write.openAuction([tokenId, reserve, durationSeconds], { account: from.account });
const cancel = ({ account } = seller) => market.write.cancelAuction([token], { account });
const bid = (value: bigint, { account } = buyer) => market.write.bid([token], { account, value });
const settle = ({ account } = rival) => market.write.settle([token], { account });
const auction = () => market.read.auctionOf([token]);
const held = () => stage.reader.getBalance({ address: market.address });
/** The next bid, in this second. */
const bidAt = async (second: number, value: bigint, from = buyer) => {
  await stage.nextAt(second);
  return bid(value, from);
};

describe("openAuction", () => {
  isolateTests(stage);

  it("writes the reserve down, and leaves the token with its owner", async () => {
    const opened = { tokenId: token, seller: owner, reserve: price, durationSeconds: day, transfers: 0 };
    assert.deepEqual(await eventsOf(stage, await open()), [["AuctionOpened", plain(opened)]]);
    const kept = { bidder: zeroAddress, amount: price, seller: owner, endsAt: 0 };
    assert.deepEqual(plain(await auction()), plain({ ...kept, transfers: 0, durationSeconds: day }));
    assert.equal(plain(await stage.ownerOf(token)), plain(owner));
    assert.equal(await market.read.minimumBid([token]), price);
  });

  it("takes the place of an auction without bids, also of a former owner", async () => {
    await open();
    await art.write.transferFrom([owner, rival.account.address, token], { account: seller.account });
    await open({ reserve: 5n, from: rival });
    assert.deepEqual(
      plain([(await auction()).seller, (await auction()).amount]),
      plain([rival.account.address, 5n]),
    );
  });

  it("refuses whoever is not the owner, no reserve, and times out of range", async () => {
    await refused(open({ from: buyer }), "NotTheOwner", [buyer.account.address, owner]);
    await refused(open({ reserve: 0n }), "PriceIsZero");
    const range = [BigInt(extension), BigInt(90 * day)] as const;
    for (const durationSeconds of [extension - 1, 90 * day + 1])
      await refused(open({ durationSeconds }), "DurationOutOfRange", [BigInt(durationSeconds), ...range]);
    await open({ durationSeconds: extension });
    await open({ durationSeconds: 90 * day });
  });

  it("refuses a work with bids, which the market has", async () => {
    await open();
    await bid(price);
    await refused(open(), "NotTheOwner", [owner, market.address]);
  });
});

describe("cancelAuction", () => {
  isolateTests(stage);

  it("ends an auction without bids, by its seller", async () => {
    await refused(cancel(), "NoAuction", [token]);
    await open();
    await refused(cancel(buyer), "NotTheSeller", [buyer.account.address, owner]);
    assert.deepEqual(await eventsOf(stage, await cancel()), [
      ["AuctionCanceled", plain({ tokenId: token, seller: owner })],
    ]);
    await refused(bid(price), "NoAuction", [token]);
  });

  it("is refused from the first bid on", async () => {
    await open();
    await bid(price);
    await refused(cancel(), "AuctionRuns", [token]);
  });
});

describe("bid", () => {
  isolateTests(stage);

  it("begins at the reserve, with the token in the market's keeping", async () => {
    await open();
    await refused(bid(price - 1n), "BidTooLow", [price - 1n, price]);
    const at = (await stage.now()) + 50;
    const hash = await bidAt(at, price);
    const placed = { tokenId: token, bidder: buyer.account.address, amount: price, endsAt: at + day };
    assert.deepEqual((await eventsOf(stage, hash))[0], ["BidPlaced", plain(placed)]);
    assert.equal(plain(await stage.ownerOf(token)), plain(market.address));
    assert.equal(await held(), price);
    assert.equal((await auction()).endsAt, at + day);
  });

  it("raises by a twentieth, rounded up, and gives the outbid their ether back", async () => {
    await open({ reserve: 101n });
    await bid(101n);
    const least = 101n + 6n;
    assert.equal(await market.read.minimumBid([token]), least);
    await refused(bid(least - 1n, rival), "BidTooLow", [least - 1n, least]);
    const { endsAt } = await auction();
    const before = await stage.balanceOf(buyer);
    await bid(least, rival);
    assert.equal((await stage.balanceOf(buyer)) - before, 101n);
    assert.equal((await auction()).endsAt, endsAt, "far from its end, the end stays");
    assert.equal(await held(), least);
    assert.equal(plain(await stage.ownerOf(token)), plain(market.address));
  });

  it("of the last fifteen minutes moves the end fifteen minutes away", async () => {
    await open();
    await bid(price);
    const { endsAt } = await auction();
    await bidAt(endsAt - extension, 2n * price, rival);
    assert.equal((await auction()).endsAt, endsAt, "exactly fifteen minutes are enough");
    await bidAt(endsAt - extension + 1, 3n * price);
    assert.equal((await auction()).endsAt, endsAt + 1);
    await bidAt(endsAt, 4n * price, rival);
    assert.equal((await auction()).endsAt, endsAt + extension);
    await stage.nextAt(endsAt + extension);
    await refused(bid(5n * price), "AuctionOver", [BigInt(endsAt + extension)]);
  });

  it("is refused when the token moved since, even if it came back, or is not approved", async () => {
    await open();
    const back = [rival.account.address, owner, token] as const;
    await art.write.transferFrom([owner, rival.account.address, token], { account: seller.account });
    await refused(bid(price), "TokenMoved", [token, 1n, 0n]);
    await art.write.transferFrom(back, { account: rival.account });
    await refused(bid(price), "TokenMoved", [token, 2n, 0n]);
    await open();
    await art.write.setApprovalForAll([market.address, false], { account: seller.account });
    await refused(bid(price), "ERC721InsufficientApproval", [market.address, token]);
  });

  it("ends every listing of the work", async () => {
    await market.write.list([art.address, token, 1n, stage.expiresAt, 0], { account: seller.account });
    await open();
    await bid(price);
    const buys = market.write.buy([art.address, token, 1n, rival.account.address, zeroAddress], {
      account: rival.account,
      value: 1n,
    });
    await refused(buys, "NotListed", [art.address, token, market.address]);
  });
});

describe("settle", () => {
  isolateTests(stage);

  it("gives the work to the highest bidder and divides the price, by anybody, once", async () => {
    await open();
    await bid(price);
    await bid(2n * price, rival);
    const { endsAt } = await auction();
    const receivers = [seller, artist, treasury];
    const before = await Promise.all(receivers.map(stage.balanceOf));
    await stage.nextAt(endsAt);
    const hash = await settle(buyer);
    assert.deepEqual((await eventsOf(stage, hash)).at(-1), [
      "Sold",
      plain({
        ...{ collection: art.address, tokenId: token, seller: owner, buyer: rival.account.address, kind: 4 },
        ...{ price: 2n * price, royaltyReceiver: artist.account.address, royalty: price / 10n },
        ...{ fee: price / 50n, referrer: zeroAddress, referral: 0n, operatorShare: 0n },
      }),
    ]);
    const after = await Promise.all(receivers.map(stage.balanceOf));
    assert.deepEqual(
      after.map((amount, at) => amount - (before[at] as bigint)),
      [(2n * price * 94n) / 100n, price / 10n, price / 50n],
    );
    assert.equal(plain(await stage.ownerOf(token)), plain(rival.account.address));
    assert.equal(await held(), 0n);
    await refused(settle(), "NoAuction", [token]);
  });

  it("checks in this order, to the second", async () => {
    await refused(settle(), "NoAuction", [token]);
    await open();
    await refused(settle(), "NoBids", [token]);
    await bid(price);
    const { endsAt } = await auction();
    await stage.nextAt(endsAt - 1);
    await refused(settle(), "TooEarly", [BigInt(endsAt)]);
    await stage.nextAt(endsAt);
    await settle();
  });
});

describe("the order of bid's checks", () => {
  isolateTests(stage);

  it("names what is wrong with the first bid", async () => {
    const faults: Fault<{ value: bigint }>[] = [
      { name: "NoAuction", args: () => [token], make: () => cancel() },
      { name: "BidTooLow", args: () => [1n, price], make: (given) => (given.value = 1n) },
      {
        name: "TokenMoved",
        args: () => [token, 1n, 0n],
        make: () =>
          art.write.transferFrom([owner, buyer.account.address, token], { account: seller.account }),
      },
      {
        name: "ERC721InsufficientApproval",
        args: () => [market.address, token],
        make: () => art.write.setApprovalForAll([market.address, false], { account: seller.account }),
      },
    ];
    await open();
    await checkedInOrder(
      stage,
      () => ({ value: price }),
      faults,
      async ({ value }) => void (await bid(value)),
    );
  });

  it("names a bid too low before an auction that is over", async () => {
    await open();
    await bid(price);
    const { endsAt } = await auction();
    await stage.nextAt(endsAt);
    await refused(bid(price, rival), "BidTooLow", [price, price + price / 20n]);
    await stage.nextAt(endsAt);
    await refused(bid(2n * price, rival), "AuctionOver", [BigInt(endsAt)]);
  });
});
