import { rawCid } from "@graphiti/protocol/cid.ts";
import { z } from "zod";
import { serviceFields, serviceRow, serviceView } from "./services.ts";
import { address, digits, hex, listOf, optional, whole } from "./shapes.ts";
import type { JobView, TransactionView } from "./views.ts";

/** GraphQL fragment `jobFields`, with all it leans on. */
export const jobFields = `${serviceFields}
fragment lotFields on lot {
  id index tiles state attempt openedAt operator key price openSeconds due submittedAt
  outputRoot metadataDigest seal probe operatorPay protocolFee artistRefund lateFees
}
fragment jobFields on job {
  id artist recipient state serviceId tiles inputCid terms work postedAt deadline closedAt
  service { ...serviceFields }
  lots(orderBy: "index", orderDirection: "asc", limit: 100) { items { ...lotFields } }
  transitions(orderBy: "id", orderDirection: "asc", limit: 1000) {
    items { kind hash gasUsed gasPrice at }
  }
}`;

const lotRow = z
  .object({
    id: digits,
    index: z.number(),
    tiles: z.number(),
    state: z.enum(["open", "claimed", "submitted", "final", "refunded"]),
    attempt: z.number(),
    openedAt: whole,
    operator: optional(address),
    key: optional(address),
    price: optional(digits),
    openSeconds: optional(whole),
    due: optional(whole),
    submittedAt: optional(whole),
    outputRoot: optional(hex),
    metadataDigest: optional(hex),
    seal: optional(hex),
    probe: optional(hex),
    operatorPay: optional(digits),
    protocolFee: optional(digits),
    artistRefund: optional(digits),
    lateFees: digits,
  })
  .transform(({ id, price, operatorPay, protocolFee, artistRefund, lateFees, ...lot }) => ({
    ...lot,
    lotId: id,
    priceWei: price,
    operatorPayWei: operatorPay,
    protocolFeeWei: protocolFee,
    artistRefundWei: artistRefund,
    lateFeeWei: lateFees === "0" ? undefined : lateFees,
  }));

const transitionRow = z
  .object({
    kind: z.enum(["posted", "claimed", "submitted", "finalised", "expired", "refunded", "closed", "minted"]),
    hash: hex,
    gasUsed: digits,
    gasPrice: digits,
    at: whole,
  })
  .transform(({ gasPrice, ...step }): TransactionView => ({ ...step, gasPriceWei: gasPrice }));

const termsJson = z.object({
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

export const jobRow = z.object({
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
  service: optional(serviceRow),
  lots: listOf(lotRow),
  transitions: listOf(transitionRow),
});

export function jobView(
  { id, service, transitions, ...row }: z.output<typeof jobRow>,
  nameOf: (serviceId: number) => string,
): JobView {
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
    transactions: perTransaction(transitions),
  };
}

/** Steps that share a transaction share its gas, which must not be counted twice. */
function perTransaction(steps: TransactionView[]): TransactionView[] {
  const seen = new Set<string>();
  return steps.filter(({ hash }) => !seen.has(hash) && seen.add(hash));
}
