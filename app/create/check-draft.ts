import { maxOperatorShareBps, maxRoyaltyBps } from "@graphiti/protocol/order.ts";
import { isAddress } from "viem";
import type { WorkDraft } from "./draft.ts";

export type DraftField =
  | keyof WorkDraft["card"]
  | "royaltyPercent"
  | "royaltyReceiver"
  | "operatorSharePercent";
export type DraftErrors = Partial<Record<DraftField, string>>;

/** Longest texts; the server holds the same limits. */
export const longest = { title: 120, description: 4000, artist: 120, rights: 200, altText: 1000 } as const;

function bpsOf(percent: string, mostBps: number): number | undefined {
  const text = percent.trim().replace(",", ".");
  if (!/^\d{1,2}(\.\d{1,2})?$/.test(text)) return undefined;
  const bps = Math.round(Number(text) * 100);
  return bps <= mostBps ? bps : undefined;
}

/** The royalty as typed, in hundredths of a percent; undefined when it is not a percentage from 0 to 10. */
export const royaltyBpsOf = (percent: string): number | undefined => bpsOf(percent, maxRoyaltyBps);

/** The same of the operators' share, from 0 to 5; nothing typed is none. */
export const operatorShareBpsOf = (percent: string): number | undefined =>
  percent.trim() === "" ? 0 : bpsOf(percent, maxOperatorShareBps);

/** One sentence for each field that is not right yet. */
export function checkDraft(draft: WorkDraft): DraftErrors {
  const errors: DraftErrors = {};
  if (draft.card.title.trim() === "") errors.title = "Give the work a title.";
  for (const [field, limit] of Object.entries(longest) as [keyof typeof longest, number][])
    if (draft.card[field].length > limit) errors[field] = `At most ${limit} characters.`;
  if (royaltyBpsOf(draft.royaltyPercent) === undefined)
    errors.royaltyPercent = "A percentage from 0 to 10, with at most two decimals.";
  if (operatorShareBpsOf(draft.operatorSharePercent) === undefined)
    errors.operatorSharePercent = "A percentage from 0 to 5, with at most two decimals.";
  const receiver = draft.royaltyReceiver.trim();
  if (receiver !== "" && (!isAddress(receiver, { strict: false }) || /^0x0+$/.test(receiver)))
    errors.royaltyReceiver = "An address: 0x and 40 characters. Empty means your own wallet.";
  return errors;
}
