import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Address, parseEther, zeroAddress } from "viem";
import { eventsOf, isolateTests, plain, refused } from "./stage/expect.ts";
import { checkedInOrder, type Fault } from "./stage/expect-order.ts";
import { deployForeign } from "./stage/foreign.ts";
import { setMarketStage } from "./stage/market.ts";

const stage = await setMarketStage();
const { art, market, seller, buyer, rival, token, price, expiresAt, artist, treasury } = stage;
const none = zeroAddress;

type Listing = {
  collection: Address;
  tokenId: bigint;
  price: bigint;
  expiresAt: number;
  referrerBps: number;
};
const list = (wishes: Partial<Listing> = {}, { account } = seller) => {
  const wanted = { collection: art.address, tokenId: token, price, expiresAt, referrerBps: 0, ...wishes };
  return market.write.list(
    [wanted.collection, wanted.tokenId, wanted.price, wanted.expiresAt, wanted.referrerBps],
    { account },
  );
};

type Purchase = { tokenId: bigint; maxPrice: bigint; value: bigint; recipient: Address; referrer: Address };
const buy = (wishes: Partial<Purchase> & { collection?: Address } = {}, { account } = buyer) => {
  const { maxPrice = price, value = maxPrice, recipient = account.address, referrer = none } = wishes;
  const { collection = art.address, tokenId = token } = wishes;
  return market.write.buy([collection, tokenId, maxPrice, recipient, referrer], { account, value });
};
const listing = () => market.read.listingOf([art.address, token, seller.account.address]);

describe("list", () => {
  isolateTests(stage);

  it("writes down the price, and leaves the token with its owner", async () => {
    const hash = await list({ referrerBps: 250 });
    const terms = { price, expiresAt, transfers: 0, referrerBps: 250 };
    assert.deepEqual(await eventsOf(stage, hash), [
      [
        "Listed",
        plain({ collection: art.address, tokenId: token, seller: seller.account.address, ...terms }),
      ],
    ]);
    assert.deepEqual(await listing(), terms);
    assert.equal(plain(await stage.ownerOf(token)), plain(seller.account.address));
  });

  it("takes the place of the listing before", async () => {
    await list();
    await list({ price: 2n * price });
    assert.equal((await listing()).price, 2n * price);
    await refused(buy(), "PriceTooHigh", [2n * price, price]);
  });

  it("refuses whoever is not the owner, no price, no time and too large a part for referrers", async () => {
    const owner = seller.account.address;
    await refused(list({}, buyer), "NotTheOwner", [buyer.account.address, owner]);
    await refused(list({ price: 0n }), "PriceIsZero");
    await refused(list({ referrerBps: 1_001 }), "ReferrerPartTooHigh", [1_001n, 1_000n]);
    await list({ referrerBps: 1_000 });
    const soon = (await stage.now()) + 100;
    await stage.nextAt(soon);
    await refused(list({ expiresAt: soon }), "Expired", [BigInt(soon)]);
    await stage.nextAt(soon);
    await list({ expiresAt: soon + 1 });
  });
});

describe("unlist", () => {
  isolateTests(stage);

  it("takes the caller's listing back, once", async () => {
    await list();
    const unlist = (account = seller.account) => market.write.unlist([art.address, token], { account });
    await refused(unlist(buyer.account), "NotListed", [art.address, token, buyer.account.address]);
    assert.deepEqual(await eventsOf(stage, await unlist()), [
      ["Unlisted", plain({ collection: art.address, tokenId: token, seller: seller.account.address })],
    ]);
    await refused(unlist(), "NotListed", [art.address, token, seller.account.address]);
    await refused(buy(), "NotListed", [art.address, token, seller.account.address]);
  });
});

describe("buy", () => {
  isolateTests(stage);

  it("hands the token over and divides the price to the wei", async () => {
    const odd = price + 39n;
    await list({ price: odd, referrerBps: 250 });
    const receivers = [seller, artist, treasury, rival];
    const before = await Promise.all(receivers.map(stage.balanceOf));
    const hash = await buy({ maxPrice: odd, referrer: rival.account.address });
    const royalty = odd / 20n;
    const fee = odd / 100n;
    const referral = (odd * 250n) / 10_000n;
    const event = {
      collection: art.address,
      tokenId: token,
      seller: seller.account.address,
      buyer: buyer.account.address,
      kind: 0,
      price: odd,
      royaltyReceiver: artist.account.address,
      royalty,
      fee,
      referrer: rival.account.address,
      referral,
      operatorShare: 0n,
    };
    assert.deepEqual((await eventsOf(stage, hash)).at(-1), ["Sold", plain(event)]);
    const after = await Promise.all(receivers.map(stage.balanceOf));
    assert.deepEqual(
      after.map((amount, at) => amount - (before[at] as bigint)),
      [odd - royalty - fee - referral, royalty, fee, referral],
    );
    assert.equal(plain(await stage.ownerOf(token)), plain(buyer.account.address));
    assert.equal(await stage.reader.getBalance({ address: market.address }), 0n);
    assert.equal((await listing()).price, 0n);
  });

  it("gives a gift, and the change back to who paid", async () => {
    await list();
    const before = await stage.balanceOf(buyer);
    const hash = await buy({ maxPrice: 3n * price, recipient: rival.account.address });
    const { gasUsed, effectiveGasPrice } = await stage.receipt(hash);
    assert.equal(before - (await stage.balanceOf(buyer)), price + gasUsed * effectiveGasPrice);
    assert.equal(plain(await stage.ownerOf(token)), plain(rival.account.address));
  });

  it("pays an artist who sells its own work in one piece", async () => {
    await art.write.transferFrom([seller.account.address, artist.account.address, token], {
      account: seller.account,
    });
    await art.write.approve([market.address, token], { account: artist.account });
    await list({}, artist);
    const before = await stage.balanceOf(artist);
    const hash = await buy();
    const [, args] = (await eventsOf(stage, hash)).at(-1) as [string, { royalty: bigint }];
    assert.equal(args.royalty, 0n);
    assert.equal((await stage.balanceOf(artist)) - before, price - price / 100n);
  });

  it("keeps the referrer's part for the seller where nobody brought the buyer", async () => {
    await list({ referrerBps: 1_000 });
    const before = await stage.balanceOf(seller);
    await buy();
    assert.equal((await stage.balanceOf(seller)) - before, (price * 94n) / 100n);
  });

  it("is refused as soon as the token has moved, even if it came back", async () => {
    await list();
    const move = (from: typeof seller, to: typeof seller) =>
      art.write.transferFrom([from.account.address, to.account.address, token], { account: from.account });
    await move(seller, rival);
    await refused(buy(), "NotListed", [art.address, token, rival.account.address]);
    await move(rival, seller);
    await refused(buy(), "TokenMoved", [token, 2n, 0n]);
    assert.equal(await art.read.transferCount([token]), 2n);
    await list();
    await buy();
    assert.equal(await art.read.transferCount([token]), 3n);
  });

  it("ends in the second in which the listing expires", async () => {
    await list();
    await stage.nextAt(expiresAt);
    await refused(buy(), "Expired", [BigInt(expiresAt)]);
    await stage.nextAt(expiresAt - 1);
    await buy();
  });

  it("checks in this order, and is refused without the market's approval", async () => {
    const faults: Fault<{ maxPrice: bigint; value: bigint; recipient: Address }>[] = [
      {
        name: "NotListed",
        args: () => [art.address, token, seller.account.address],
        make: () => market.write.unlist([art.address, token], { account: seller.account }),
      },
      {
        name: "PriceTooHigh",
        args: () => [price, price - 1n],
        make: (given) => (given.maxPrice = price - 1n),
      },
      { name: "ValueTooLow", args: () => [price - 1n, price], make: (given) => (given.value = price - 1n) },
      {
        name: "RecipientRefused",
        args: () => [market.address],
        make: (given) => (given.recipient = market.address),
      },
      {
        name: "ERC721InsufficientApproval",
        args: () => [market.address, token],
        make: () => art.write.setApprovalForAll([market.address, false], { account: seller.account }),
      },
    ];
    await list();
    await checkedInOrder(
      stage,
      () => ({ maxPrice: price, value: price, recipient: buyer.account.address as Address }),
      faults,
      async (given) => void (await buy(given)),
    );
    await refused(buy({ recipient: none }), "ERC721InvalidReceiver", [none]);
  });
});

describe("a token of another collection", async () => {
  const foreign = await deployForeign(stage);
  const mine = { collection: foreign.address, tokenId: 7n };
  isolateTests(stage);

  const prepare = async () => {
    await foreign.write.mint([seller.account.address, 7n]);
    await foreign.write.approve([market.address, 7n], { account: seller.account });
    await list(mine);
  };

  it("is sold under the market's approval for it, and its listing dies with a transfer", async () => {
    await prepare();
    await buy(mine);
    assert.equal(plain(await foreign.read.ownerOf([7n])), plain(buyer.account.address));
  });

  it("is not sold under an approval for all of its owner's tokens", async () => {
    await prepare();
    await foreign.write.setApprovalForAll([market.address, true], { account: seller.account });
    const { account } = seller;
    await foreign.write.transferFrom([account.address, rival.account.address, 7n], { account });
    await foreign.write.transferFrom([rival.account.address, account.address, 7n], {
      account: rival.account,
    });
    await refused(buy(mine), "NotApproved", [foreign.address, 7n]);
  });

  const royalties: [mood: string, number: number, royalty: bigint][] = [
    ["names nobody", 0, 0n],
    ["asks for a twentieth", 1, parseEther("1") / 20n],
    ["asks for twice the price", 2, parseEther("1") / 10n],
    ["reverts", 3, 0n],
    ["burns all gas it is given", 4, 0n],
    ["answers with a bomb", 5, 1n],
    ["answers too little", 6, 0n],
    ["names no address", 7, 0n],
  ];
  for (const [mood, number, royalty] of royalties)
    it(`whose collection ${mood} when asked for its royalty costs at most a tenth`, async () => {
      await prepare();
      await foreign.write.setRoyalty([number, artist.account.address]);
      const before = await stage.balanceOf(artist);
      const hash = await buy(mine);
      assert.equal((await stage.balanceOf(artist)) - before, royalty);
      const receiver = royalty === 0n ? none : artist.account.address;
      const asked = await market.read.royaltyOf([foreign.address, 7n, price]);
      assert.deepEqual(plain(asked), plain([receiver, royalty]));
      const { gasUsed } = await stage.receipt(hash);
      assert.ok(gasUsed < 250_000n, `${gasUsed} gas`);
    });
});
