import { index, onchainEnum, onchainTable, primaryKey, relations } from "ponder";
import type { Address, Hex } from "viem";
import { drop, soldWork } from "./drop.schema.ts";
import { auction, listing, sale, trader } from "./market.schema.ts";

export * from "./drop.schema.ts";
export * from "./market.schema.ts";

/*
 * Everything here is rebuilt from contract events alone. Amounts are wei; times are seconds since 1970.
 * uint32 and wider are `bigint` columns: GraphQL's Int would refuse a whole page for one large value.
 */

export const jobState = onchainEnum("job_state", ["live", "minted", "closed"]);
export const lotState = onchainEnum("lot_state", ["open", "claimed", "submitted", "final", "refunded"]);
export const lotKind = onchainEnum("lot_kind", ["tiles", "assembly"]);
export const lockKind = onchainEnum("lock_kind", ["bond", "seal"]);
export const creditReason = onchainEnum("credit_reason", [
  "work",
  "check",
  "protocolFee",
  "unspent",
  "refund",
  "lateFee",
  "burned",
  "withdrawn",
]);
export const transitionKind = onchainEnum("transition_kind", [
  "posted",
  "claimed",
  "submitted",
  "assembled",
  "attested",
  "finalised",
  "expired",
  "refunded",
  "closed",
  "minted",
]);
export const operatorStepKind = onchainEnum("operator_step_kind", [
  "staked",
  "unstakeRequested",
  "unstaked",
  "keyRegistered",
  "keyStopped",
  "claimed",
  "attested",
  "passedBy",
  "paid",
  "paidForCheck",
  "late",
  "withdrawn",
]);

/** A registered service. Lengths are input pixels. */
export const service = onchainTable("service", (t) => ({
  id: t.integer().primaryKey(),
  registrant: t.hex().$type<Address>().notNull(),
  kind: t.integer().notNull(),
  scale: t.integer().notNull(),
  tileCore: t.integer().notNull(),
  halo: t.integer().notNull(),
  channels: t.integer().notNull(),
  probeLayer: t.integer().notNull(),
  modelDigest: t.hex().notNull(),
  modelCid: t.text().notNull(),
  registeredAt: t.bigint().notNull(),
}));

/**
 * A posted job. `terms` and `work` are what was emitted, every integer as a decimal string; `kind` is its service's.
 * A minted job has the whole picture's output root, which hangs on how the tiles were cut into lots. `poster` is who the
 * escrow calls its artist and pays: the artist itself or, for a work of a drop, the drop that the artist opened.
 */
export const job = onchainTable(
  "job",
  (t) => ({
    id: t.bigint().primaryKey(),
    state: jobState("state").notNull(),
    artist: t.hex().$type<Address>().notNull(),
    poster: t.hex().$type<Address>().notNull(),
    recipient: t.hex().$type<Address>().notNull(),
    serviceId: t.integer().notNull(),
    kind: t.integer().notNull(),
    params: t.hex().notNull(),
    width: t.bigint().notNull(),
    height: t.bigint().notNull(),
    outputRoot: t.hex(),
    tiles: t.integer().notNull(),
    tilesPerLot: t.integer().notNull(),
    attesters: t.integer().notNull(),
    finalityClass: t.integer().notNull(),
    maxPrice: t.bigint().notNull(),
    inputCid: t.text().notNull(),
    terms: t.json().$type<Record<string, unknown>>().notNull(),
    work: t.json().$type<Record<string, unknown>>().notNull(),
    postedAt: t.bigint().notNull(),
    deadline: t.bigint().notNull(),
    finalLots: t.integer().notNull(),
    /** When the last lot of tiles became final, where there are several. */
    assemblyOpenedAt: t.bigint(),
    closedAt: t.bigint(),
  }),
  (table) => ({
    byArtist: index().on(table.artist),
    byRecipient: index().on(table.recipient),
    byState: index().on(table.state),
    bySize: index().on(table.width, table.height),
    byOutputRoot: index().on(table.outputRoot),
  }),
);

/**
 * A lot in its present attempt: whatever belongs to a past attempt is cleared when it opens again and lives on in
 * `transition`. `openedAt` is moved on by the seconds in which the lot was not open; the assembly lot has none
 * before it opens. `share` is its part of the highest price. A submitted lot without an operator was joined by
 * the artist. `seed`, `target` and `isCold` are those of its panel, `seals` counts its attestations.
 */
export const lot = onchainTable(
  "lot",
  (t) => ({
    id: t.bigint().primaryKey(),
    jobId: t.bigint().notNull(),
    index: t.integer().notNull(),
    kind: lotKind("kind").notNull(),
    firstTile: t.integer().notNull(),
    tiles: t.integer().notNull(),
    share: t.bigint().notNull(),
    state: lotState("state").notNull(),
    attempt: t.integer().notNull(),
    openedAt: t.bigint(),
    operator: t.hex().$type<Address>(),
    key: t.hex().$type<Address>(),
    price: t.bigint(),
    openSeconds: t.bigint(),
    due: t.bigint(),
    submittedAt: t.bigint(),
    outputRoot: t.hex(),
    metadataDigest: t.hex(),
    seal: t.hex(),
    l2Block: t.bigint(),
    seals: t.integer().notNull(),
    seed: t.bigint(),
    target: t.bigint(),
    isCold: t.boolean().notNull(),
    finalAt: t.bigint(),
    probe: t.hex(),
    operatorPay: t.bigint(),
    protocolFee: t.bigint(),
    artistRefund: t.bigint(),
    lateFees: t.bigint().notNull(),
  }),
  (table) => ({
    byJob: index().on(table.jobId),
    byState: index().on(table.state),
    byOperator: index().on(table.operator),
  }),
);

/**
 * A seal of one attempt, in the order of coming. `seal` 0 is an objection. `agreed` is told when the lot becomes
 * final; it stays empty where the vote did not carry. `pay` is told in both cases.
 */
export const attestation = onchainTable(
  "attestation",
  (t) => ({
    lotId: t.bigint().notNull(),
    attempt: t.integer().notNull(),
    seat: t.integer().notNull(),
    jobId: t.bigint().notNull(),
    operator: t.hex().$type<Address>().notNull(),
    key: t.hex().$type<Address>().notNull(),
    /** Seconds since the submit. */
    age: t.bigint().notNull(),
    seal: t.hex().notNull(),
    agreed: t.boolean(),
    pay: t.bigint(),
    hash: t.hex().$type<Hex>().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    pk: primaryKey({ columns: [table.lotId, table.attempt, table.seat] }),
    byJob: index().on(table.jobId),
    byOperator: index().on(table.operator),
  }),
);

/** What of an operator's stake stands for a lot: the worker's bond, or the price behind a seal; 0 once it is free. */
export const lock = onchainTable(
  "lock",
  (t) => ({
    lotId: t.bigint().notNull(),
    operator: t.hex().$type<Address>().notNull(),
    kind: lockKind("kind").notNull(),
    amount: t.bigint().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({
    // Nobody checks its own work, so one lot locks an operator's stake once.
    pk: primaryKey({ columns: [table.lotId, table.operator] }),
    byOperator: index().on(table.operator),
  }),
);

/**
 * A work. While its auction runs, `owner` is the market. `listingId` and `auctionId` are those that stand, though
 * their time may be over; `approved` may move this one work.
 */
export const token = onchainTable(
  "token",
  (t) => ({
    id: t.bigint().primaryKey(),
    owner: t.hex().$type<Address>().notNull(),
    metadataDigest: t.hex().notNull(),
    uri: t.text().notNull(),
    mintedAt: t.bigint().notNull(),
    /** How often it was transferred since. */
    transfers: t.bigint().notNull(),
    approved: t.hex().$type<Address>(),
    listingId: t.bigint(),
    auctionId: t.bigint(),
    lastSaleId: t.bigint(),
  }),
  (table) => ({ byOwner: index().on(table.owner) }),
);

/**
 * A wallet that staked or registered a key. `number` counts first stakes from 1. `locked` is the part of `stake`
 * that stands for lots in flight.
 */
export const operator = onchainTable("operator", (t) => ({
  address: t.hex().$type<Address>().primaryKey(),
  number: t.integer(),
  stake: t.bigint().notNull(),
  locked: t.bigint().notNull(),
  unbonding: t.bigint().notNull(),
  unbondingReadyAt: t.bigint(),
  raisedAt: t.bigint(),
  finalLots: t.integer().notNull(),
  lateLots: t.integer().notNull(),
  /** Seals that matched or, where no vote carried, objected; and those that differed. */
  checkedLots: t.integer().notNull(),
  differedLots: t.integer().notNull(),
  lateFees: t.bigint().notNull(),
  earned: t.bigint().notNull(),
}));

export const machineKey = onchainTable(
  "machine_key",
  (t) => ({
    address: t.hex().$type<Address>().primaryKey(),
    operator: t.hex().$type<Address>().notNull(),
    isActive: t.boolean().notNull(),
    /** What its next consent must carry. */
    nonce: t.bigint().notNull(),
    changedAt: t.bigint().notNull(),
  }),
  (table) => ({ byOperator: index().on(table.operator) }),
);

/**
 * One step of an operator, in chain order (`id` sorts). `amount` is what moved by it; claims show their price, seals
 * what they lock. `reason` says why a seal was passed by, as `AttestationSkipped` counts.
 */
export const operatorStep = onchainTable(
  "operator_step",
  (t) => ({
    id: t.bigint().primaryKey(),
    operator: t.hex().$type<Address>().notNull(),
    kind: operatorStepKind("kind").notNull(),
    lotId: t.bigint(),
    key: t.hex().$type<Address>(),
    amount: t.bigint(),
    reason: t.integer(),
    hash: t.hex().$type<Hex>().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({ byOperator: index().on(table.operator) }),
);

/** What holds for the whole escrow; one row. */
export const escrow = onchainTable("escrow", (t) => ({
  address: t.hex().$type<Address>().primaryKey(),
  isPostingPaused: t.boolean().notNull(),
  operatorCount: t.integer().notNull(),
}));

/** What an account may withdraw now, and all it was ever credited. Burned wei are credit of the address 0. */
export const credit = onchainTable("credit", (t) => ({
  account: t.hex().$type<Address>().primaryKey(),
  amount: t.bigint().notNull(),
  earned: t.bigint().notNull(),
}));

/** One change of an account's credit, in chain order (`id` sorts): where it came from, or that it was taken home. */
export const creditEntry = onchainTable(
  "credit_entry",
  (t) => ({
    id: t.bigint().primaryKey(),
    account: t.hex().$type<Address>().notNull(),
    reason: creditReason("reason").notNull(),
    amount: t.bigint().notNull(),
    lotId: t.bigint(),
    hash: t.hex().$type<Hex>().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({ byAccount: index().on(table.account) }),
);

/** One step of a job, in chain order (`id` sorts). Several can share a transaction, hence its gas. */
export const transition = onchainTable(
  "transition",
  (t) => ({
    id: t.text().primaryKey(),
    jobId: t.bigint().notNull(),
    lotId: t.bigint(),
    kind: transitionKind("kind").notNull(),
    attempt: t.integer(),
    actor: t.hex().$type<Address>().notNull(),
    amount: t.bigint(),
    hash: t.hex().$type<Hex>().notNull(),
    gasUsed: t.bigint().notNull(),
    gasPrice: t.bigint().notNull(),
    at: t.bigint().notNull(),
  }),
  (table) => ({ byJob: index().on(table.jobId) }),
);

export const jobRelations = relations(job, ({ one, many }) => ({
  service: one(service, { fields: [job.serviceId], references: [service.id] }),
  token: one(token, { fields: [job.id], references: [token.id] }),
  lots: many(lot),
  attestations: many(attestation),
  transitions: many(transition),
}));

export const lotRelations = relations(lot, ({ one }) => ({
  job: one(job, { fields: [lot.jobId], references: [job.id] }),
}));

export const attestationRelations = relations(attestation, ({ one }) => ({
  job: one(job, { fields: [attestation.jobId], references: [job.id] }),
}));

export const lockRelations = relations(lock, ({ one }) => ({
  lot: one(lot, { fields: [lock.lotId], references: [lot.id] }),
}));

export const tokenRelations = relations(token, ({ one }) => ({
  job: one(job, { fields: [token.id], references: [job.id] }),
  ownerTrader: one(trader, { fields: [token.owner], references: [trader.address] }),
  listing: one(listing, { fields: [token.listingId], references: [listing.id] }),
  auction: one(auction, { fields: [token.auctionId], references: [auction.id] }),
  lastSale: one(sale, { fields: [token.lastSaleId], references: [sale.id] }),
}));

export const transitionRelations = relations(transition, ({ one }) => ({
  job: one(job, { fields: [transition.jobId], references: [job.id] }),
}));

export const operatorRelations = relations(operator, ({ many }) => ({ keys: many(machineKey) }));

export const machineKeyRelations = relations(machineKey, ({ one }) => ({
  account: one(operator, { fields: [machineKey.operator], references: [operator.address] }),
}));

export const soldWorkRelations = relations(soldWork, ({ one }) => ({
  opened: one(drop, { fields: [soldWork.drop], references: [drop.address] }),
  job: one(job, { fields: [soldWork.jobId], references: [job.id] }),
}));
