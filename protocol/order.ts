import { type Address, zeroAddress } from "viem";
import { fail } from "./errors.ts";
import { type EscrowRules, lotSpanSeconds } from "./escrow-rules.ts";
import type { Quote } from "./quote.ts";
import type { Order } from "./terms.ts";

export const maxRoyaltyBps = 1_000;
export const maxOperatorShareBps = 500;

/** The escrow takes no job that ends later than this after its post. */
const maxDeadlineSeconds = 90 * 24 * 3600;
/** Jobs in one `postMany`. Twin of `EscrowRules.MAX_BATCH`. */
export const maxPostings = 65;
/** For the seconds between the quote and the block that takes the post. */
const postingSlackSeconds = 30;

/**
 * Checks how long a job may wait, before anything is stored or paid.
 * @param deadlineSeconds from the post on; undefined takes the quote's own
 * @throws BAD_INPUT naming the shortest and the longest
 */
export function requireDeadline(deadlineSeconds: number | undefined, quote: Quote, rules: EscrowRules): void {
  if (deadlineSeconds === undefined) return;
  const spans = quote.lots === 1 ? 1 : 2;
  const shortest = spans * lotSpanSeconds(rules, quote) + postingSlackSeconds;
  if (deadlineSeconds < shortest || deadlineSeconds > maxDeadlineSeconds)
    fail(
      "BAD_INPUT",
      `The deadline must lie between ${shortest} and ${maxDeadlineSeconds} seconds from now.`,
    );
}

export type OrderWishes = {
  artist: Address;
  /** Who gets the token; the artist unless told otherwise. */
  recipient?: Address;
  royaltyBps: number;
  royaltyReceiver?: Address;
  /** Of each sale, for the operators that compute the work; nothing unless told otherwise. */
  operatorShareBps?: number;
  deadlineSeconds?: number;
};

/**
 * The order for `post`, from a quote and the artist's wishes.
 * @param nowSeconds the chain's time; the post may land somewhat later
 * @throws BAD_INPUT for a royalty or a share out of range
 */
export function orderFor(quote: Quote, wishes: OrderWishes, nowSeconds: number): Order {
  const { royaltyBps, operatorShareBps = 0 } = wishes;
  if (!Number.isInteger(royaltyBps) || royaltyBps < 0 || royaltyBps > maxRoyaltyBps)
    fail("BAD_INPUT", `The royalty must lie between 0 and ${maxRoyaltyBps / 100} %.`);
  if (!Number.isInteger(operatorShareBps) || operatorShareBps < 0 || operatorShareBps > maxOperatorShareBps)
    fail("BAD_INPUT", `The operators' share must lie between 0 and ${maxOperatorShareBps / 100} %.`);
  return {
    deadline: nowSeconds + (wishes.deadlineSeconds ?? quote.deadlineSeconds),
    tilesPerLot: quote.tilesPerLot,
    minPrice: quote.minPriceWei,
    maxPrice: quote.maxPriceWei,
    rampSeconds: quote.rampSeconds,
    claimSeconds: quote.claimSeconds,
    finalityClass: quote.finalityClass,
    attesters: quote.attesters,
    sampleTiles: quote.sampleTiles,
    recipient: wishes.recipient ?? wishes.artist,
    royaltyBps,
    royaltyReceiver: royaltyBps === 0 ? zeroAddress : (wishes.royaltyReceiver ?? wishes.artist),
    operatorShareBps,
  };
}
