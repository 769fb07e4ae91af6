import type { StoredPicture } from "@graphiti/protocol/prepare-input.ts";
import type { Finality, Quote } from "@graphiti/protocol/quote.ts";
import type { Hex } from "viem";
import type { ClaimGuess } from "./claim-guess.ts";

/** A quote as JSON; amounts are decimal strings. */
export type QuoteView = Omit<Quote, "minPriceWei" | "maxPriceWei"> & {
  minPriceWei: string;
  maxPriceWei: string;
  /** From a claim to the latest moment at which its lot is decided, in seconds. */
  spanSeconds: number;
  /** When it will probably be claimed; left out where there is nothing to go by. */
  claim?: ClaimGuess;
};

/** What `/api/uploads` answers: the canonical picture as it is stored, whatever is to be done with it. */
export type UploadView = StoredPicture;

/** What a post says of its input; of a picture to be generated that is its parameters, and the size asked for. */
export type PostedInput = Pick<UploadView, "width" | "height" | "hasAlpha" | "inputCid" | "inputDigest">;

/** What `/api/offers` answers: what a job about a stored picture would be for one service, cost and take. */
export type OfferView = {
  inputCid: string;
  inputRoot: Hex;
  service: { id: number; name: string; scale: number };
  quotes: Record<Finality, QuoteView>;
};

/** The amounts as numbers again. */
export const quoteOf = ({ spanSeconds: _, claim: __, ...view }: QuoteView): Quote => ({
  ...view,
  minPriceWei: BigInt(view.minPriceWei),
  maxPriceWei: BigInt(view.maxPriceWei),
});
