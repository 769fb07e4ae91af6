import { maxPostings } from "@graphiti/protocol/order.ts";
import { type Finality, maxOutputPixels } from "@graphiti/protocol/quote.ts";
import type { Hex } from "viem";
import type { Problem } from "../_wallet/problem.ts";
import { checkDraft, type DraftErrors } from "../create/check-draft.ts";
import { type Choice, firstChoice } from "../create/choice.ts";
import { emptyWorkDraft, type WorkDraft } from "../create/draft.ts";
import type { OfferView, QuoteView, UploadView } from "../create/offer-view.ts";

/** One file of a batch. Once its picture is stored, the file itself is needed no longer. */
export type BatchItem = {
  id: string;
  fileName: string;
  title: string;
  altText: string;
  picture?: UploadView;
  /** Why it was refused; the others go on. */
  problem?: Problem;
};

/** Several pictures that become works together: one card for all, with a title for each. */
export type Batch = Pick<
  WorkDraft,
  "card" | "royaltyPercent" | "royaltyReceiver" | "operatorSharePercent" | "finality"
> & {
  items: BatchItem[];
  choice: Choice;
  /** The `postMany` that was sent, and how many jobs are in it. */
  postHash?: Hex;
};

export const emptyBatch: Batch = { ...emptyWorkDraft, items: [], choice: firstChoice };

export const batchSlot = "graphiti.batch.1";

/** A batch as it was kept: pictures that were not stored yet are gone with their files. */
export function parseBatch(text: string | null): Batch {
  try {
    const kept = JSON.parse(text ?? "{}") as Partial<Batch>;
    const items = (kept.items ?? []).filter(({ picture, problem }) => picture || problem);
    return {
      ...emptyBatch,
      ...kept,
      items,
      card: { ...emptyBatch.card, ...kept.card },
      choice: { ...firstChoice, ...kept.choice },
    };
  } catch {
    return emptyBatch;
  }
}

/** A first title from a file's name: no folder, no ending, no underscores. */
export function titleOf(fileName: string): string {
  const name = fileName.split(/[\\/]/).at(-1) ?? "";
  const plain = name
    .replace(/\.[a-z0-9]{2,5}$/i, "")
    .replace(/[_\s]+/g, " ")
    .trim();
  return plain.slice(0, 120) || "Untitled";
}

/** Of a picture that no scale of the chosen family can take. */
export const tooLarge: Problem = {
  code: "PICTURE_TOO_LARGE",
  message: `Enlarged, this picture would have more than ${maxOutputPixels / 1e6} million pixels.`,
  nextStep: "Remove it, or drop a smaller one; the others go on without it.",
  docs: "/docs/errors#picture_too_large",
};

export const tooMany: Problem = {
  code: "BAD_INPUT",
  message: `One transaction posts at most ${maxPostings} works.`,
  nextStep: "Post those above first, then drop this one again.",
  docs: "/docs/errors#bad_input",
};

/** A new item for a file. */
export const itemFor = ({ name }: { name: string }): BatchItem => ({
  id: crypto.randomUUID(),
  fileName: name,
  title: titleOf(name),
  altText: "",
});

/** Whether one more picture goes into the transaction. What was refused takes no place. */
export const hasPlace = (items: readonly BatchItem[]): boolean =>
  items.filter(({ picture, problem }) => picture && !problem).length < maxPostings;

/** What is wrong with an item's own words, or with the card of all. */
export const checkItem = (batch: Batch, item: BatchItem): DraftErrors =>
  checkDraft({ ...batch, card: cardOf(batch, item) });

export const cardOf = ({ card }: Batch, { title, altText }: BatchItem): WorkDraft["card"] => ({
  ...card,
  title,
  altText,
});

/** Offers together: amounts add up, and the slowest says how long it takes. */
export function totalQuotes(offers: readonly OfferView[]): Record<Finality, QuoteView> | undefined {
  const [first] = offers;
  if (!first) return undefined;
  const totalOf = (finality: Finality): QuoteView => {
    const quotes = offers.map(({ quotes: its }) => its[finality]);
    const sum = (pick: (quote: QuoteView) => string) =>
      quotes.reduce((total, quote) => total + BigInt(pick(quote)), 0n).toString();
    return {
      ...first.quotes[finality],
      minPriceWei: sum(({ minPriceWei }) => minPriceWei),
      maxPriceWei: sum(({ maxPriceWei }) => maxPriceWei),
      estimateSeconds: Math.max(...quotes.map(({ estimateSeconds }) => estimateSeconds)),
    };
  };
  return { checked: totalOf("checked"), cheap: totalOf("cheap") };
}
