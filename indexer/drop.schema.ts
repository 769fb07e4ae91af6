import { index, onchainEnum, onchainTable, primaryKey, relations } from "ponder";
import type { Address, Hex } from "viem";

/*
 * The drops' part of the schema. Whatever is fixed at the opening stands in `drop`; the rest follows from the events
 * of its contract.
 */

export const soldWorkState = onchainEnum("sold_work_state", ["sold", "posted", "minted", "refunded"]);
export const dropEntryReason = onchainEnum("drop_entry_reason", [
  "change",
  "excess",
  "refund",
  "minted",
  "rest",
  "withdrawn",
]);

/** What every work's job asks for, as the contract's `Computing`; every integer as a decimal string. */
export type ComputingJson = Record<
  | "minPrice"
  | "maxPrice"
  | "rampSeconds"
  | "claimSeconds"
  | "finalityClass"
  | "attesters"
  | "sampleTiles"
  | "deadlineSeconds",
  string
>;

/** A series on sale. `soldOutAt` is empty as long as there are works left; `settled` counts works that have ended. */
export const drop = onchainTable(
  "drop",
  (t) => ({
    address: t.hex().$type<Address>().primaryKey(),
    /** Sorts as drops were opened. */
    id: t.bigint().notNull(),
    artist: t.hex().$type<Address>().notNull(),
    serviceId: t.integer().notNull(),
    width: t.bigint().notNull(),
    height: t.bigint().notNull(),
    look: t.hex().notNull(),
    cardDigest: t.hex().notNull(),
    supply: t.integer().notNull(),
    walletCap: t.integer().notNull(),
    startPrice: t.bigint().notNull(),
    floorPrice: t.bigint().notNull(),
    fallSeconds: t.bigint().notNull(),
    startsAt: t.bigint().notNull(),
    endsAt: t.bigint().notNull(),
    allowEndsAt: t.bigint().notNull(),
    allowRoot: t.hex().notNull(),
    royaltyBps: t.integer().notNull(),
    computing: t.json().$type<ComputingJson>().notNull(),
    sold: t.integer().notNull(),
    settled: t.integer().notNull(),
    soldOutAt: t.bigint(),
    openedAt: t.bigint().notNull(),
    hash: t.hex().$type<Hex>().notNull(),
  }),
  (table) => ({
    byId: index().on(table.id),
    byArtist: index().on(table.artist),
    byStart: index().on(table.startsAt),
    byEnd: index().on(table.endsAt),
  }),
);

/**
 * A work that was sold, numbered from 0 in each drop. `target` is the block whose hash gives its seed, as the contract
 * counts blocks; from its posting on there are `seed` and `jobId`, which is the token's number too.
 */
export const soldWork = onchainTable(
  "sold_work",
  (t) => ({
    drop: t.hex().$type<Address>().notNull(),
    index: t.integer().notNull(),
    state: soldWorkState("state").notNull(),
    buyer: t.hex().$type<Address>().notNull(),
    price: t.bigint().notNull(),
    target: t.bigint().notNull(),
    seed: t.hex(),
    jobId: t.bigint(),
    hash: t.hex().$type<Hex>().notNull(),
    block: t.bigint().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.drop, table.index] }),
    byBuyer: index().on(table.buyer),
    byJob: index().on(table.jobId),
  }),
);

/** An account that has, or had, money in a drop. `paid` is what its works have cost it, `credit` what it may withdraw. */
export const dropAccount = onchainTable(
  "drop_account",
  (t) => ({
    drop: t.hex().$type<Address>().notNull(),
    account: t.hex().$type<Address>().notNull(),
    credit: t.bigint().notNull(),
    paid: t.bigint().notNull(),
    works: t.integer().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.drop, table.account] }),
    byAccount: index().on(table.account),
  }),
);

/** One change of an account's credit in a drop, in chain order (`id` sorts). */
export const dropEntry = onchainTable(
  "drop_entry",
  (t) => ({
    id: t.bigint().primaryKey(),
    drop: t.hex().$type<Address>().notNull(),
    account: t.hex().$type<Address>().notNull(),
    reason: dropEntryReason("reason").notNull(),
    amount: t.bigint().notNull(),
    /** The work that it came from, where it was one. */
    index: t.integer(),
    hash: t.hex().$type<Hex>().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({ byDrop: index().on(table.drop), byAccount: index().on(table.account) }),
);

export const dropRelations = relations(drop, ({ many }) => ({
  works: many(soldWork),
  accounts: many(dropAccount),
}));

export const dropAccountRelations = relations(dropAccount, ({ one }) => ({
  opened: one(drop, { fields: [dropAccount.drop], references: [drop.address] }),
}));
