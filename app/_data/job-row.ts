import { rawCid } from "@graphiti/protocol/cid.ts";
import { isObjection } from "@graphiti/protocol/seal.ts";
import { z } from "zod";
import { serviceFields, serviceRow, serviceView } from "./services.ts";
import { address, digits, hex, listOf, optional, whole } from "./shapes.ts";
import type { JobSummary, JobView, LotSummary, LotView, SealView, TransactionView } from "./views.ts";

/** GraphQL fragment `summaryFields`: what lists show of a job. */
export const summaryFields = `${serviceFields}
fragment summaryFields on job {
  id artist recipient state serviceId tiles inputCid terms work postedAt deadline closedAt assemblyOpenedAt
  service { ...serviceFields }
  lots(orderBy: "index", orderDirection: "asc", limit: 100) {
    items { id index kind state price artistRefund }
  }
}`;

/** GraphQL fragment `jobFields`: all of a job, with the seals of all attempts. */
export const jobFields = `${serviceFields}
fragment jobFields on job {
  id artist recipient state serviceId tiles inputCid terms work postedAt deadline closedAt assemblyOpenedAt
  service { ...serviceFields }
  lots(orderBy: "index", orderDirection: "asc", limit: 100) { items {
    id index kind firstTile tiles share state attempt openedAt operator key price openSeconds due submittedAt
    outputRoot metadataDigest seal l2Block seed target isCold finalAt probe
    operatorPay protocolFee artistRefund lateFees
  } }
  attestations(orderBy: "at", orderDirection: "asc", limit: 1000) {
    items { lotId attempt seat operator age seal agreed pay }
  }
  transitions(orderBy: "id", orderDirection: "asc", limit: 1000) {
    items { kind hash gasUsed gasPrice at }
  }
}`;

const lotSummary = z.object({
  id: digits,
  index: z.number(),
  kind: z.enum(["tiles", "assembly"]),
  state: z.enum(["open", "claimed", "submitted", "final", "refunded"]),
  price: optional(digits),
  artistRefund: optional(digits),
});

const summaryLotRow = lotSummary.transform(
  ({ id, price, artistRefund, ...lot }): LotSummary => ({
    ...lot,
    lotId: id,
    priceWei: price,
    artistRefundWei: artistRefund,
  }),
);

const lotRow = lotSummary
  .extend({
    firstTile: z.number(),
    tiles: z.number(),
    share: digits,
    attempt: z.number(),
    openedAt: optional(whole),
    operator: optional(address),
    key: optional(address),
    openSeconds: optional(whole),
    due: optional(whole),
    submittedAt: optional(whole),
    outputRoot: optional(hex),
    metadataDigest: optional(hex),
    seal: optional(hex),
    l2Block: optional(digits),
    seed: optional(whole),
    target: optional(digits),
    isCold: z.boolean(),
    finalAt: optional(whole),
    probe: optional(hex),
    operatorPay: optional(digits),
    protocolFee: optional(digits),
    lateFees: digits,
  })
  .transform(({ id, price, share, operatorPay, protocolFee, artistRefund, lateFees, ...lot }) => ({
    ...lot,
    lotId: id,
    shareWei: share,
    priceWei: price,
    operatorPayWei: operatorPay,
    protocolFeeWei: protocolFee,
    artistRefundWei: artistRefund,
    lateFeeWei: lateFees === "0" ? undefined : lateFees,
  }));

const attestationRow = z.object({
  lotId: digits,
  attempt: z.number(),
  seat: z.number(),
  operator: address,
  age: whole,
  seal: hex,
  agreed: optional(z.boolean()),
  pay: optional(digits),
});

const transitionRow = z
  .object({
    kind: z.enum([
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
    ]),
    hash: hex,
    gasUsed: digits,
    gasPrice: digits,
    at: whole,
  })
  .transform(({ gasPrice, ...step }): TransactionView => ({ ...step, gasPriceWei: gasPrice }));

export const termsJson = z.object({
  artist: address,
  postedAt: digits,
  tiles: digits,
  workHash: hex,
  order: z.object({
    deadline: digits,
    tilesPerLot: digits,
    minPrice: digits,
    maxPrice: digits,
    rampSeconds: digits,
    claimSeconds: digits,
    finalityClass: digits,
    attesters: digits,
    sampleTiles: digits,
    recipient: address,
    royaltyBps: digits,
    royaltyReceiver: address,
    operatorShareBps: digits,
  }),
});

const workJson = z.object({
  serviceId: digits,
  width: digits,
  height: digits,
  hasAlpha: z.boolean(),
  params: hex,
  inputRoot: hex,
  inputDigest: hex,
  cardDigest: hex,
});

const anyJob = z.object({
  id: digits,
  artist: address,
  recipient: address,
  state: z.enum(["live", "minted", "closed"]),
  serviceId: z.number(),
  tiles: z.number(),
  inputCid: z.string(),
  terms: termsJson,
  work: workJson,
  postedAt: whole,
  deadline: whole,
  closedAt: optional(whole),
  assemblyOpenedAt: optional(whole),
  service: optional(serviceRow),
});

export const summaryRow = anyJob.extend({ lots: listOf(summaryLotRow) });

export const jobRow = anyJob.extend({
  lots: listOf(lotRow),
  attestations: listOf(attestationRow),
  transitions: listOf(transitionRow),
});

type NameOf = (serviceId: number) => string;

export const jobSummary = ({ lots, ...row }: z.output<typeof summaryRow>, nameOf: NameOf): JobSummary => ({
  ...withoutLots(row, nameOf),
  lots,
});

export function jobView(
  { lots, attestations, transitions, ...row }: z.output<typeof jobRow>,
  nameOf: NameOf,
): JobView {
  return {
    ...withoutLots(row, nameOf),
    lots: lots.map((lot): LotView => ({ ...lot, seals: sealsOf(lot, attestations) })),
    transactions: perTransaction(transitions),
  };
}

function withoutLots({ id, service, ...row }: z.output<typeof anyJob>, nameOf: NameOf) {
  const { work, terms } = row;
  return {
    ...row,
    jobId: id,
    serviceName: nameOf(row.serviceId),
    service: service && serviceView(service, nameOf),
    width: Number(work.width),
    height: Number(work.height),
    hasAlpha: work.hasAlpha,
    inputDigest: work.inputDigest,
    inputRoot: work.inputRoot,
    cardDigest: work.cardDigest,
    cardCid: rawCid(work.cardDigest),
    minPriceWei: terms.order.minPrice,
    maxPriceWei: terms.order.maxPrice,
    royaltyBps: Number(terms.order.royaltyBps),
    operatorShareBps: Number(terms.order.operatorShareBps),
  };
}

/** The seals of a lot's present attempt, in their seats' order. */
function sealsOf(
  { lotId, attempt }: { lotId: string; attempt: number },
  all: z.output<typeof attestationRow>[],
): SealView[] {
  return all
    .filter((each) => each.lotId === lotId && each.attempt === attempt)
    .sort((one, other) => one.seat - other.seat)
    .map(({ operator, age, seal, agreed, pay }) => ({
      operator,
      age,
      isObjection: isObjection(seal),
      seal,
      agreed,
      payWei: pay,
    }));
}

/** Steps that share a transaction share its gas, which must not be counted twice. */
function perTransaction(steps: TransactionView[]): TransactionView[] {
  const seen = new Set<string>();
  return steps.filter(({ hash }) => !seen.has(hash) && seen.add(hash));
}
