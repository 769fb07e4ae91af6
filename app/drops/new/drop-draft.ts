import { allowList, lookOf, type Series } from "@graphiti/protocol/drop.ts";
import { type Finality, finalities, type Quote } from "@graphiti/protocol/quote.ts";
import { type Hex, zeroHash } from "viem";
import { checkDraft, royaltyBpsOf } from "../../create/check-draft.ts";
import { emptyWorkDraft, type WorkDraft } from "../../create/draft.ts";
import { firstChoice, isChoice } from "../../generate/choice/choice.ts";
import { parseEth } from "../../operate/parse-eth.ts";
import { readList } from "../allow-list.ts";
import type { Look } from "../look.ts";

/** What an artist has entered so far, numbers and amounts as text; kept in the browser until the drop is open. */
export type DropDraft = {
  card: WorkDraft["card"];
  look: Look;
  finality: Finality;
  supply: string;
  walletCap: string;
  startPrice: string;
  floorPrice: string;
  /** Times in hours: until the start, of the fall, of the sale, in which only the list may buy. */
  startHours: string;
  fallHours: string;
  saleHours: string;
  listHours: string;
  /** A JSON array of addresses, or nothing. */
  list: string;
  royaltyPercent: string;
};

const { seed: _, ...firstLook } = firstChoice;

const empty: DropDraft = {
  card: emptyWorkDraft.card,
  look: firstLook,
  finality: "checked",
  supply: "10",
  walletCap: "2",
  startPrice: "0.05",
  floorPrice: "0.01",
  startHours: "1",
  fallHours: "24",
  saleHours: "48",
  listHours: "0",
  list: "",
  royaltyPercent: "5",
};

export const dropDraftSlot = "graphiti.drop.1";

/** Reads a kept draft; an empty one for null and for what cannot be read. */
export function parseDropDraft(text: string | null): DropDraft {
  try {
    const kept = { ...empty, ...(JSON.parse(text ?? "{}") as Partial<DropDraft>) };
    const { card, look, finality, ...fields } = kept;
    const isText = Object.values(fields).every((value) => typeof value === "string");
    const isWhole = isText && finalities.includes(finality) && isChoice({ ...look, seed: "1" });
    return isWhole ? { ...kept, card: { ...empty.card, ...card } } : empty;
  } catch {
    return empty;
  }
}

/** Limits of the contract. */
const mostWorks = 10_000;
const longestLeadHours = 90 * 24;
const longestSaleHours = 30 * 24;

/** For the time between the form and the block that takes it. */
const slackSeconds = 120;
const stepSeconds = 60;
/** A job may be tried again and again until its deadline; see docs/drops.md. */
const deadlineSeconds = 3 * 86_400;

export type DropErrors = Partial<Record<Exclude<keyof DropDraft, "card" | "look">, string>>;

/** A drop as it is to be opened, before what only the service and the chain can tell. Times in seconds. */
export type DropTerms = {
  supply: number;
  walletCap: number;
  startPrice: bigint;
  floorPrice: bigint;
  startSeconds: number;
  fallSeconds: number;
  saleSeconds: number;
  listSeconds: number;
  allowRoot: Hex;
  royaltyBps: number;
};

function whole(text: string, most: number): number | undefined {
  const plain = text.trim();
  return /^[1-9]\d{0,5}$/.test(plain) && Number(plain) <= most ? Number(plain) : undefined;
}

function seconds(hours: string, mostHours: number): number | undefined {
  const plain = hours.trim().replace(",", ".");
  if (!/^\d{1,4}(\.\d{1,3})?$/.test(plain) || Number(plain) > mostHours) return undefined;
  return Math.round(Number(plain) * 3_600);
}

/** What a draft amounts to, or what is wrong with it; a title that is missing is told apart, by the card. */
export function dropTerms(draft: DropDraft): { terms?: DropTerms; errors: DropErrors } {
  const supply = whole(draft.supply, mostWorks);
  const walletCap = whole(draft.walletCap, mostWorks);
  const startPrice = parseEth(draft.startPrice);
  const floorPrice = parseEth(draft.floorPrice);
  const startSeconds = seconds(draft.startHours, longestLeadHours - 1);
  const fallSeconds = seconds(draft.fallHours, longestSaleHours);
  const saleSeconds = seconds(draft.saleHours, longestSaleHours);
  const listSeconds = seconds(draft.listHours, longestSaleHours);
  const royaltyBps = royaltyBpsOf(draft.royaltyPercent);
  const list = draft.list.trim() === "" ? undefined : readList(draft.list);
  const errors: DropErrors = {};
  if (!supply) errors.supply = `Give a number from 1 to ${mostWorks}.`;
  if (!walletCap) errors.walletCap = `Give a number from 1 to ${mostWorks}.`;
  if (!startPrice) errors.startPrice = "Give an amount of ETH, for example 0.05.";
  if (!floorPrice) errors.floorPrice = "Give an amount of ETH, for example 0.01.";
  if (startPrice && floorPrice && floorPrice > startPrice)
    errors.floorPrice = "The price falls, so its end cannot be above its start.";
  if (startSeconds === undefined)
    errors.startHours = `Give a number of hours, less than ${longestLeadHours}.`;
  if (!fallSeconds) errors.fallHours = `Give a number of hours, at most ${longestSaleHours}.`;
  if (!saleSeconds) errors.saleHours = `Give a number of hours, at most ${longestSaleHours}.`;
  else if (fallSeconds && fallSeconds > saleSeconds)
    errors.saleHours = "The sale must last until the price has fallen.";
  if (list?.problem) errors.list = list.problem;
  if (list && !listSeconds) errors.listHours = "Give a number of hours in which only the list may buy.";
  if (royaltyBps === undefined)
    errors.royaltyPercent = "A percentage from 0 to 10, with at most two decimals.";
  if (!supply || !walletCap || !startPrice || !floorPrice || !fallSeconds || !saleSeconds) return { errors };
  if (startSeconds === undefined || royaltyBps === undefined || Object.keys(errors).length > 0)
    return { errors };
  return {
    terms: {
      ...{ supply, walletCap, startPrice, floorPrice, startSeconds, fallSeconds, saleSeconds, royaltyBps },
      listSeconds: list ? (listSeconds ?? 0) : 0,
      allowRoot: list?.accounts ? allowList(list.accounts).root : zeroHash,
    },
    errors,
  };
}

/** One sentence for each text of the card that is not right yet. */
export const cardErrors = ({ card, royaltyPercent }: DropDraft) =>
  checkDraft({ ...emptyWorkDraft, card, royaltyPercent });

/**
 * What each work's job asks for. All tiles of a work are one lot, so one node has the time for all of them; and failing
 * once is no end.
 */
export function computingOf(quote: Quote): Series["computing"] {
  const { minPriceWei: minPrice, maxPriceWei: maxPrice, rampSeconds, finalityClass, attesters } = quote;
  const claimSeconds = Math.ceil(
    (quote.claimSeconds * quote.tiles) / Math.min(quote.tiles, quote.tilesPerLot),
  );
  const { sampleTiles } = quote;
  return {
    ...{ minPrice, maxPrice, rampSeconds, claimSeconds, finalityClass, attesters, sampleTiles },
    deadlineSeconds: Math.max(deadlineSeconds, 2 * quote.deadlineSeconds),
  };
}

type Known = { look: Look; serviceId: number; cardDigest: Hex; quote: Quote; nowSeconds: number };

/** The series as the factory's `open` takes it. Its start is counted from now, in steps, with some time to sign. */
export function seriesOf(
  terms: DropTerms,
  { look, serviceId, cardDigest, quote, nowSeconds }: Known,
): Series {
  const { startSeconds, saleSeconds, listSeconds, ...same } = terms;
  const startsAt = Math.ceil(nowSeconds / stepSeconds) * stepSeconds + slackSeconds + startSeconds;
  const { width, height, palette, complexity, symmetry, variation } = look;
  return {
    ...same,
    ...{ serviceId, width, height, cardDigest, startsAt },
    look: lookOf({ palette, complexity, symmetry, variation }),
    endsAt: startsAt + saleSeconds,
    allowEndsAt: listSeconds === 0 ? 0 : startsAt + listSeconds,
    computing: computingOf(quote),
  };
}
