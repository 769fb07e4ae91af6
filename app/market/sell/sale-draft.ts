import { parseEth } from "../../operate/parse-eth.ts";

/** The ways to sell a work, and none. */
export const saleWays = ["none", "list", "sign", "auction"] as const;
export type SaleWay = (typeof saleWays)[number];

/** What an owner has entered so far, as text; kept in the browser, so that a reload between two steps loses nothing. */
export type SaleDraft = {
  way: SaleWay;
  price: string;
  days: string;
  referrerPercent: string;
  hours: string;
  /** Of a batch that the wallet was asked for (EIP-5792) and that is not known to be over. */
  callsId: string;
};

const empty: SaleDraft = {
  way: "none",
  price: "",
  days: "30",
  referrerPercent: "0",
  hours: "24",
  callsId: "",
};

const isWay = (value: unknown): value is SaleWay => saleWays.some((way) => way === value);

/** Reads a kept draft; an empty one for null and for what cannot be read. */
export function parseSaleDraft(text: string | null): SaleDraft {
  try {
    const kept: unknown = JSON.parse(text ?? "{}");
    if (typeof kept !== "object" || kept === null) return empty;
    const { way, ...fields } = { ...empty, ...kept };
    const isText = Object.values(fields).every((value) => typeof value === "string");
    return isWay(way) && isText ? { way, ...fields } : empty;
  } catch {
    return empty;
  }
}

const longestDays = 365;
const mostReferrerPercent = 10;

/** A decimal number as somebody types it, with a point or a comma. */
function number(text: string): number | undefined {
  const plain = text.trim().replace(",", ".");
  return /^\d{1,6}(\.\d{1,2})?$/.test(plain) ? Number(plain) : undefined;
}

export type SaleTerms = { priceWei: bigint; seconds: number; referrerBps: number };
export type SaleErrors = Partial<Record<keyof SaleDraft, string>>;

/** What a draft amounts to, or what is wrong with it; an empty price is only missing. */
export function saleTerms(draft: SaleDraft): { terms?: SaleTerms; errors: SaleErrors } {
  const priceWei = parseEth(draft.price);
  const isAuction = draft.way === "auction";
  const days = isAuction ? (number(draft.hours) ?? 0) / 24 : number(draft.days);
  const percent = isAuction ? 0 : number(draft.referrerPercent);
  const errors: SaleErrors = {};
  if (draft.price.trim() !== "" && !priceWei) errors.price = "Give an amount of ETH, for example 0.5.";
  const seconds = Math.round((days ?? 0) * 86_400);
  if (isAuction && (seconds < 900 || seconds > 90 * 86_400))
    errors.hours = "Give a number of hours from 0.25 to 2160.";
  if (!isAuction && (!days || days > longestDays))
    errors.days = `Give a number of days, at most ${longestDays}.`;
  if (percent === undefined || percent > mostReferrerPercent)
    errors.referrerPercent = `Give a percentage from 0 to ${mostReferrerPercent}.`;
  if (!priceWei || Object.keys(errors).length > 0) return { errors };
  return { terms: { priceWei, seconds, referrerBps: Math.round((percent ?? 0) * 100) }, errors };
}

const stepSeconds = 600;

/** When something that is good for so long ends; in steps, so that not every second asks the chain anew. */
export const endOf = (nowSeconds: number, seconds: number): number =>
  (Math.floor(nowSeconds / stepSeconds) + 1) * stepSeconds + seconds;
