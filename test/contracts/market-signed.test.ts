import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import { type Address, encodeFunctionData, type Hex, maxUint256, zeroAddress } from "viem";
import { eventsOf, isolateTests, plain, refused } from "./stage/expect.ts";
import { checkedInOrder, type Fault } from "./stage/expect-order.ts";
import { deployForeign, deployWallet } from "./stage/foreign.ts";
import { setMarketStage } from "./stage/market.ts";
import {
  hashOrder,
  listingOf,
  offerOf,
  type SignedListing,
  type SignedOffer,
  signOrder,
} from "./stage/market-orders.ts";

const stage = await setMarketStage();
const { art, market, weth, seller, buyer, rival, token, otherToken, price, artist, treasury } = stage;
const none = zeroAddress;

const sign = (message: SignedListing) => signOrder(stage, { primaryType: "Listing", message });
const buySigned = async (
  listing: SignedListing,
  {
    signature,
    maxPrice = listing.price,
    value = maxPrice,
    recipient = buyer.account.address,
    referrer = none,
  }: { signature?: Hex; maxPrice?: bigint; value?: bigint; recipient?: Address; referrer?: Address } = {},
) =>
  market.write.buySigned([listing, signature ?? (await sign(listing)), maxPrice, recipient, referrer], {
    account: buyer.account,
    value,
  });
const cancel = (nonce: bigint, { account } = seller) =>
  market.write.cancelNonces([nonce >> 8n, 1n << (nonce & 255n)], { account });

describe("buySigned", () => {
  isolateTests(stage);

  it("sells at a signed listing, which is then spent", async () => {
    const listing = listingOf(stage, { referrerBps: 500 });
    const hash = await buySigned(listing, { referrer: rival.account.address });
    const events = await eventsOf(stage, hash);
    const spent = { account: seller.account.address, nonce: listing.nonce };
    assert.deepEqual(events[0], ["NonceSpent", plain(spent)]);
    assert.deepEqual(events.at(-1), [
      "Sold",
      plain({
        ...{ collection: art.address, tokenId: token, seller: seller.account.address },
        ...{ buyer: buyer.account.address, kind: 1, price, royaltyReceiver: artist.account.address },
        ...{
          royalty: price / 20n,
          fee: price / 100n,
          referrer: rival.account.address,
          referral: price / 20n,
          operatorShare: 0n,
        },
      }),
    ]);
    assert.equal(plain(await stage.ownerOf(token)), plain(buyer.account.address));
    assert.equal(await market.read.nonceWord([seller.account.address, 1n]), 1n << 44n);
    await refused(buySigned(listingOf(stage, { transfers: 1 })), "NonceIsSpent", [
      seller.account.address,
      listing.nonce,
    ]);
  });

  it("refuses a signature about anything else, by anybody else, for another market or chain", async () => {
    const listing = listingOf(stage);
    const invalid = ["SignatureInvalid", [seller.account.address]] as const;
    const changes: Partial<SignedListing>[] = [
      { price: price - 1n },
      { startsAt: 1 },
      { expiresAt: listing.expiresAt + 1 },
      { referrerBps: 1 },
      { nonce: 301n },
    ];
    const signature = await sign(listing);
    for (const change of changes)
      await refused(buySigned({ ...listing, ...change }, { signature }), ...invalid);
    const order = { primaryType: "Listing", message: listing } as const;
    const others = [
      { signer: buyer },
      { domain: { chainId: 42161 } },
      { domain: { verifyingContract: art.address } },
      { domain: { name: "Graphiti" } },
      { domain: { version: "2" } },
    ];
    for (const other of others)
      await refused(buySigned(listing, { signature: await signOrder(stage, order, other) }), ...invalid);
    await refused(buySigned(listing, { signature: "0x" }), ...invalid);
  });

  it("is refused once the seller has spent the nonce", async () => {
    const listing = listingOf(stage);
    const hash = await cancel(listing.nonce);
    const canceled = { account: seller.account.address, wordIndex: 1n, mask: 1n << 44n };
    assert.deepEqual(await eventsOf(stage, hash), [["NoncesCanceled", plain(canceled)]]);
    await refused(buySigned(listing), "NonceIsSpent", [seller.account.address, listing.nonce]);
    await cancel(listing.nonce + 1n, buyer);
    await buySigned(listingOf(stage, { nonce: listing.nonce + 1n }));
    assert.equal(await market.read.nonceWord([seller.account.address, 1n]), 3n << 44n);
  });

  it("stays refused when the seller spends other nonces later", async () => {
    const listing = listingOf(stage);
    await cancel(listing.nonce);
    await cancel(listing.nonce + 1n);
    await refused(buySigned(listing), "NonceIsSpent", [seller.account.address, listing.nonce]);
    assert.equal(await market.read.nonceWord([seller.account.address, 1n]), 3n << 44n);
  });

  it("is good from the second in which it starts to before the one in which it expires", async () => {
    const startsAt = stage.expiresAt - 10;
    const listing = listingOf(stage, { startsAt });
    await stage.nextAt(startsAt - 1);
    await refused(buySigned(listing), "TooEarly", [BigInt(startsAt)]);
    const id = await stage.tester.snapshot();
    await stage.nextAt(startsAt);
    await buySigned(listing);
    await stage.tester.revert({ id });
    await stage.nextAt(listing.expiresAt);
    await refused(buySigned(listing), "Expired", [BigInt(listing.expiresAt)]);
  });

  it("dies with a transfer, even if the token comes back", async () => {
    const listing = listingOf(stage);
    const [from, to] = [seller.account.address, rival.account.address];
    await art.write.transferFrom([from, to, token], { account: seller.account });
    await refused(buySigned(listing), "TokenMoved", [token, 1n, 0n]);
    await refused(buySigned(listingOf(stage, { transfers: 1 })), "ERC721InsufficientApproval", [
      market.address,
      token,
    ]);
    await art.write.transferFrom([to, from, token], { account: rival.account });
    await refused(buySigned(listing), "TokenMoved", [token, 2n, 0n]);
  });

  it("takes the word of a seller that is a contract, as long as it stands by it", async () => {
    const wallet = await deployWallet(stage);
    const { account } = seller;
    await art.write.transferFrom([account.address, wallet.address, token], { account });
    const approve = encodeFunctionData({
      abi: art.abi,
      functionName: "setApprovalForAll",
      args: [market.address, true],
    });
    await wallet.write.run([art.address, 0n, approve]);
    const message = listingOf(stage, { seller: wallet.address, transfers: 1 });
    await refused(buySigned(message, { signature: "0x" }), "SignatureInvalid", [wallet.address]);
    await wallet.write.approve([hashOrder(stage, { primaryType: "Listing", message })]);
    await buySigned(message, { signature: "0x" });
    assert.equal(plain(await stage.ownerOf(token)), plain(buyer.account.address));
    // It takes no ether: its part waits for it.
    assert.equal(await market.read.creditOf([wallet.address]), (price * 94n) / 100n);
  });

  it("sells a token of another collection only under the market's approval for that token", async () => {
    const foreign = await deployForeign(stage);
    await foreign.write.mint([seller.account.address, 7n]);
    const listing = listingOf(stage, { collection: foreign.address, tokenId: 7n });
    await foreign.write.setApprovalForAll([market.address, true], { account: seller.account });
    await refused(buySigned(listing), "NotApproved", [foreign.address, 7n]);
    await foreign.write.approve([market.address, 7n], { account: seller.account });
    await buySigned(listing);
    assert.equal(plain(await foreign.read.ownerOf([7n])), plain(buyer.account.address));
  });

  it("checks in this order", async () => {
    type Given = { listing: SignedListing; maxPrice?: bigint; value?: bigint };
    const change = (part: Partial<SignedListing>) => (given: Given) => {
      given.listing = { ...given.listing, ...part };
    };
    const late = stage.expiresAt + 1;
    const faults: Fault<Given>[] = [
      { name: "PriceIsZero", make: change({ price: 0n }) },
      { name: "TooEarly", args: () => [BigInt(late)], make: change({ startsAt: late }) },
      { name: "Expired", args: () => [1n], make: change({ expiresAt: 1 }) },
      { name: "ReferrerPartTooHigh", args: () => [1_001n, 1_000n], make: change({ referrerBps: 1_001 }) },
      { name: "TokenMoved", args: () => [token, 0n, 1n], make: change({ transfers: 1 }) },
      {
        name: "NonceIsSpent",
        args: () => [seller.account.address, 301n],
        make: async (given) => {
          change({ nonce: 301n })(given);
          await cancel(301n);
        },
      },
      {
        name: "PriceTooHigh",
        args: () => [price, price - 1n],
        make: (given) => (given.maxPrice = price - 1n),
      },
      { name: "ValueTooLow", args: () => [price - 1n, price], make: (given) => (given.value = price - 1n) },
    ];
    await checkedInOrder(
      stage,
      (): Given => ({ listing: listingOf(stage) }),
      faults,
      async ({ listing, ...rest }) => void (await buySigned(listing, rest)),
    );
  });
});

describe("acceptSignedOffer", () => {
  isolateTests(stage);

  const prepare = async () => {
    await weth.write.deposit({ account: buyer.account, value: 2n * price });
    await weth.write.approve([market.address, maxUint256], { account: buyer.account });
  };
  const accept = async (
    offer: SignedOffer,
    {
      signature,
      tokenId = token,
      proof = [],
      minAmount = offer.amount,
      referrer = none,
      referrerBps = 0,
      from = seller,
    }: {
      signature?: Hex;
      tokenId?: bigint;
      proof?: Hex[];
      minAmount?: bigint;
      referrer?: Address;
      referrerBps?: number;
      from?: typeof seller;
    } = {},
  ) =>
    market.write.acceptSignedOffer(
      [
        offer,
        signature ?? (await signOrder(stage, { primaryType: "Offer", message: offer })),
        tokenId,
        proof,
        minAmount,
        referrer,
        referrerBps,
      ],
      { account: from.account },
    );

  it("sells any work of the collection, and divides the price in wrapped ether", async () => {
    await prepare();
    const offer = offerOf(stage);
    const hash = await accept(offer, {
      tokenId: otherToken,
      referrer: rival.account.address,
      referrerBps: 100,
    });
    const sold = (await eventsOf(stage, hash)).find(([name]) => name === "Sold");
    assert.deepEqual(
      sold?.[1],
      plain({
        ...{ collection: art.address, tokenId: otherToken, seller: seller.account.address },
        ...{ buyer: buyer.account.address, kind: 3, price, royaltyReceiver: artist.account.address },
        ...{
          royalty: price / 20n,
          fee: price / 100n,
          referrer: rival.account.address,
          referral: price / 100n,
          operatorShare: 0n,
        },
      }),
    );
    const parts = await Promise.all(
      [seller, artist, treasury, rival].map(({ account }) => weth.read.balanceOf([account.address])),
    );
    assert.deepEqual(parts, [(price * 93n) / 100n, price / 20n, price / 100n, price / 100n]);
    assert.equal(plain(await stage.ownerOf(otherToken)), plain(buyer.account.address));
    await refused(accept(offer), "NonceIsSpent", [buyer.account.address, offer.nonce]);
  });

  it("sells a work of the set, and none outside it", async () => {
    await prepare();
    const tree = StandardMerkleTree.of([[token], [77n], [78n]], ["uint256"]);
    const offer = offerOf(stage, { tokensRoot: tree.root as Hex });
    const proof = tree.getProof([token]) as Hex[];
    await refused(accept(offer, { tokenId: otherToken, proof }), "OutsideTheSet", [otherToken]);
    await refused(accept(offer), "OutsideTheSet", [token]);
    await accept(offer, { proof });
  });

  it("is good until the second before it expires", async () => {
    await prepare();
    const offer = offerOf(stage);
    await stage.nextAt(offer.expiresAt);
    await refused(accept(offer), "Expired", [BigInt(offer.expiresAt)]);
    await stage.nextAt(offer.expiresAt - 1);
    await accept(offer);
  });

  it("checks in this order", async () => {
    await prepare();
    type Given = {
      offer: SignedOffer;
      minAmount: bigint;
      proof: Hex[];
      referrerBps: number;
      from: typeof seller;
    };
    const change = (part: Partial<SignedOffer>) => (given: Given) => {
      given.offer = { ...given.offer, ...part };
    };
    const { account } = buyer;
    const faults: Fault<Given>[] = [
      { name: "Expired", args: () => [1n], make: change({ expiresAt: 1 }) },
      { name: "OutsideTheSet", args: () => [token], make: change({ tokensRoot: `0x${"11".repeat(32)}` }) },
      {
        name: "OfferTooLow",
        args: () => [0n, 1n],
        make: (given) => (given.minAmount = given.offer.amount + 1n),
      },
      { name: "PriceIsZero", make: change({ amount: 0n }) },
      {
        name: "ReferrerPartTooHigh",
        args: () => [1_001n, 1_000n],
        make: (given) => (given.referrerBps = 1_001),
      },
      {
        name: "NonceIsSpent",
        args: () => [account.address, 6n],
        make: async (given) => {
          change({ nonce: 6n })(given);
          await cancel(6n, buyer);
        },
      },
      {
        name: "ERC721IncorrectOwner",
        args: () => [rival.account.address, token, seller.account.address],
        make: (given) => (given.from = rival),
      },
      {
        name: "ERC20InsufficientAllowance",
        args: () => [market.address, 0n, price / 20n],
        make: () => weth.write.approve([market.address, 0n], { account }),
      },
    ];
    // An offer of nothing is too low for whoever wants anything, so what is wanted follows what is offered.
    await checkedInOrder(
      stage,
      (): Given => ({ offer: offerOf(stage), minAmount: 0n, proof: [], referrerBps: 0, from: seller }),
      faults,
      async ({ offer, ...rest }) => void (await accept(offer, rest)),
    );
  });

  it("refuses a signature about anything else or by anybody else", async () => {
    await prepare();
    const offer = offerOf(stage);
    const invalid = ["SignatureInvalid", [buyer.account.address]] as const;
    const signature = await signOrder(stage, { primaryType: "Offer", message: offer });
    const foreign = await deployForeign(stage);
    for (const change of [
      { amount: price + 1n },
      { expiresAt: offer.expiresAt + 1 },
      { nonce: 6n },
      { collection: foreign.address },
    ])
      await refused(accept({ ...offer, ...change }, { signature }), ...invalid);
    const another = { primaryType: "Offer", message: offer } as const;
    await refused(
      accept(offer, { signature: await signOrder(stage, another, { signer: rival }) }),
      ...invalid,
    );
  });
});
