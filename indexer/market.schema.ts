import { index, onchainEnum, onchainTable, primaryKey, relations } from "ponder";
import type { Address, Hex } from "viem";

/*
 * The market's part of the schema. `isWork` tells the works, about which all is known, from tokens of other
 * collections, of which only what the market said of them is.
 */

export const listingState = onchainEnum("listing_state", ["open", "sold", "unlisted", "replaced", "moved"]);
export const offerState = onchainEnum("offer_state", ["open", "accepted", "canceled"]);
export const auctionState = onchainEnum("auction_state", [
  "open",
  "running",
  "settled",
  "canceled",
  "replaced",
  "moved",
]);
export const saleKind = onchainEnum("sale_kind", [
  "listing",
  "signedListing",
  "offer",
  "signedOffer",
  "auction",
]);
export const slotKind = onchainEnum("slot_kind", ["listing", "offer"]);
export const marketStepKind = onchainEnum("market_step_kind", [
  "listed",
  "unlisted",
  "offered",
  "offerCanceled",
  "auctionOpened",
  "auctionCanceled",
  "bid",
  "sold",
  "transferred",
]);

/**
 * A fixed price, of which there are as many for a token as it was listed times; ids sort as events do. Nobody can buy
 * from `expiresAt` on, which changes no state, nor where the market may not move the token. One of a work is `moved`
 * as soon as the work is in other hands; one of a foreign token stays `open`, for the market would still honour it.
 */
export const listing = onchainTable(
  "listing",
  (t) => ({
    id: t.bigint().primaryKey(),
    collection: t.hex().$type<Address>().notNull(),
    tokenId: t.bigint().notNull(),
    isWork: t.boolean().notNull(),
    seller: t.hex().$type<Address>().notNull(),
    state: listingState("state").notNull(),
    price: t.bigint().notNull(),
    expiresAt: t.bigint().notNull(),
    transfers: t.bigint().notNull(),
    referrerBps: t.integer().notNull(),
    hash: t.hex().$type<Hex>().notNull(),
    at: t.bigint().notNull(),
    endedAt: t.bigint(),
    endedHash: t.hex().$type<Hex>(),
  }),
  (table) => ({
    byToken: index().on(table.collection, table.tokenId),
    bySeller: index().on(table.seller),
    byPrice: index().on(table.price),
  }),
);

/** Ether that stands for a wish to buy one token. `amount` is all that it holds: raising it writes the same row. */
export const offer = onchainTable(
  "offer",
  (t) => ({
    id: t.bigint().primaryKey(),
    collection: t.hex().$type<Address>().notNull(),
    tokenId: t.bigint().notNull(),
    isWork: t.boolean().notNull(),
    maker: t.hex().$type<Address>().notNull(),
    state: offerState("state").notNull(),
    amount: t.bigint().notNull(),
    expiresAt: t.bigint().notNull(),
    /** Of the last change. */
    hash: t.hex().$type<Hex>().notNull(),
    at: t.bigint().notNull(),
    endedAt: t.bigint(),
    endedHash: t.hex().$type<Hex>(),
  }),
  (table) => ({
    byToken: index().on(table.collection, table.tokenId),
    byMaker: index().on(table.maker),
  }),
);

/** Which row stands for what the market keeps of a token and an account: the newest one, be it dead. */
export const marketSlot = onchainTable(
  "market_slot",
  (t) => ({
    kind: slotKind("kind").notNull(),
    collection: t.hex().$type<Address>().notNull(),
    tokenId: t.bigint().notNull(),
    account: t.hex().$type<Address>().notNull(),
    rowId: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.kind, table.collection, table.tokenId, table.account] }),
  }),
);

/**
 * An English auction of a work. `amount` is the reserve before the first bid, the highest bid from then on, when
 * there are `bidder` and `endsAt`. It is `running` until somebody settles it.
 */
export const auction = onchainTable(
  "auction",
  (t) => ({
    id: t.bigint().primaryKey(),
    tokenId: t.bigint().notNull(),
    seller: t.hex().$type<Address>().notNull(),
    state: auctionState("state").notNull(),
    reserve: t.bigint().notNull(),
    amount: t.bigint().notNull(),
    durationSeconds: t.integer().notNull(),
    transfers: t.bigint().notNull(),
    bidder: t.hex().$type<Address>(),
    endsAt: t.bigint(),
    bids: t.integer().notNull(),
    hash: t.hex().$type<Hex>().notNull(),
    at: t.bigint().notNull(),
    endedAt: t.bigint(),
    endedHash: t.hex().$type<Hex>(),
  }),
  (table) => ({
    byToken: index().on(table.tokenId),
    bySeller: index().on(table.seller),
    byEnd: index().on(table.endsAt),
  }),
);

export const bid = onchainTable(
  "bid",
  (t) => ({
    id: t.bigint().primaryKey(),
    auctionId: t.bigint().notNull(),
    tokenId: t.bigint().notNull(),
    bidder: t.hex().$type<Address>().notNull(),
    amount: t.bigint().notNull(),
    endsAt: t.bigint().notNull(),
    hash: t.hex().$type<Hex>().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({ byAuction: index().on(table.auctionId), byBidder: index().on(table.bidder) }),
);

/**
 * A token that changed hands through the market. Of `price`, `royalty`, `fee`, `referral` and
 * `operatorShare` were not the seller's.
 */
export const sale = onchainTable(
  "sale",
  (t) => ({
    id: t.bigint().primaryKey(),
    kind: saleKind("kind").notNull(),
    collection: t.hex().$type<Address>().notNull(),
    tokenId: t.bigint().notNull(),
    isWork: t.boolean().notNull(),
    seller: t.hex().$type<Address>().notNull(),
    buyer: t.hex().$type<Address>().notNull(),
    price: t.bigint().notNull(),
    royaltyReceiver: t.hex().$type<Address>().notNull(),
    royalty: t.bigint().notNull(),
    fee: t.bigint().notNull(),
    referrer: t.hex().$type<Address>().notNull(),
    referral: t.bigint().notNull(),
    operatorShare: t.bigint().notNull(),
    hash: t.hex().$type<Hex>().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    byToken: index().on(table.collection, table.tokenId),
    bySeller: index().on(table.seller),
    byBuyer: index().on(table.buyer),
    byReceiver: index().on(table.royaltyReceiver),
  }),
);

/** A lot's part of what sales had put aside for the operators of its work, as it was paid out. */
export const shareTaking = onchainTable(
  "share_taking",
  (t) => ({
    id: t.bigint().primaryKey(),
    lotId: t.bigint().notNull(),
    tokenId: t.bigint().notNull(),
    operator: t.hex().$type<Address>().notNull(),
    amount: t.bigint().notNull(),
    hash: t.hex().$type<Hex>().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({ byLot: index().on(table.lotId), byToken: index().on(table.tokenId) }),
);

/**
 * One step of a token, in chain order (`id` sorts). `account` took it, or sold; `other` bought, or was given the work.
 * A sale's own transfer is a step too, in the same transaction.
 */
export const marketStep = onchainTable(
  "market_step",
  (t) => ({
    id: t.bigint().primaryKey(),
    collection: t.hex().$type<Address>().notNull(),
    tokenId: t.bigint().notNull(),
    kind: marketStepKind("kind").notNull(),
    account: t.hex().$type<Address>().notNull(),
    other: t.hex().$type<Address>(),
    amount: t.bigint(),
    hash: t.hex().$type<Hex>().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    byToken: index().on(table.collection, table.tokenId),
    byAccount: index().on(table.account),
  }),
);

/**
 * An account as the market and the works know it. `isApproved`: the market may move all its works. `credit` is what
 * it may withdraw from the market, `credited` all that it ever was.
 */
export const trader = onchainTable("trader", (t) => ({
  address: t.hex().$type<Address>().primaryKey(),
  isApproved: t.boolean().notNull(),
  credit: t.bigint().notNull(),
  credited: t.bigint().notNull(),
}));

/** 256 nonces of an account, a bit set for each that is spent. */
export const nonceWord = onchainTable(
  "nonce_word",
  (t) => ({
    account: t.hex().$type<Address>().notNull(),
    wordIndex: t.bigint().notNull(),
    mask: t.bigint().notNull(),
  }),
  (table) => ({ pk: primaryKey({ columns: [table.account, table.wordIndex] }) }),
);

export const auctionRelations = relations(auction, ({ many }) => ({ ladder: many(bid) }));

export const bidRelations = relations(bid, ({ one }) => ({
  auction: one(auction, { fields: [bid.auctionId], references: [auction.id] }),
}));
