import type { Terms } from "@graphiti/protocol/terms.ts";
import type { TermsJson } from "./views.ts";

/** The terms as a contract call takes them. Runs in the browser too. */
export function termsFromJson({ order, ...terms }: TermsJson): Terms {
  return {
    artist: terms.artist,
    postedAt: Number(terms.postedAt),
    tiles: Number(terms.tiles),
    workHash: terms.workHash,
    order: {
      deadline: Number(order.deadline),
      tilesPerLot: Number(order.tilesPerLot),
      minPrice: BigInt(order.minPrice),
      maxPrice: BigInt(order.maxPrice),
      rampSeconds: Number(order.rampSeconds),
      claimSeconds: Number(order.claimSeconds),
      finalityClass: Number(order.finalityClass),
      attesters: Number(order.attesters),
      sampleTiles: Number(order.sampleTiles),
      recipient: order.recipient,
      royaltyBps: Number(order.royaltyBps),
      royaltyReceiver: order.royaltyReceiver,
      operatorShareBps: Number(order.operatorShareBps),
    },
  };
}
