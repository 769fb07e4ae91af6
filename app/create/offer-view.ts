import type { Quote } from "@graphiti/protocol/quote.ts";
import type { Hex } from "viem";

/** A quote as JSON; amounts are decimal strings. */
export type QuoteView = Omit<Quote, "minPriceWei" | "maxPriceWei"> & {
  minPriceWei: string;
  maxPriceWei: string;
};

/** What `/api/uploads` answers: the canonical picture, and what a job about it would cost and take. */
export type OfferView = {
  width: number;
  height: number;
  hasAlpha: boolean;
  bytes: number;
  inputCid: string;
  inputDigest: Hex;
  inputRoot: Hex;
  tiles: number;
  notices: string[];
  service: { id: number; name: string; scale: number };
  quote: QuoteView;
};

/** The amounts as numbers again. */
export const quoteOf = (view: QuoteView): Quote => ({
  ...view,
  minPriceWei: BigInt(view.minPriceWei),
  maxPriceWei: BigInt(view.maxPriceWei),
});
