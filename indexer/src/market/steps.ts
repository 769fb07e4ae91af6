import type { Context, Event } from "ponder:registry";
import { marketStep, type marketStepKind } from "ponder:schema";
import type { Address } from "viem";
import type { Place } from "./places.ts";

/** Any event: what every row that it makes or ends takes from it. */
export type MarketEvent = Pick<Event<"ArtMarket:Sold">, "id" | "block" | "transaction">;

/** Sorts as events do. */
export const idOf = (event: Pick<MarketEvent, "id">): bigint => BigInt(event.id);

/** When and by which transaction something came about. */
export const cameBy = ({ transaction, block }: MarketEvent) => ({
  hash: transaction.hash,
  at: block.timestamp,
});

/** When and by which transaction something ended. */
export const endedBy = ({ transaction, block }: MarketEvent) => ({
  endedHash: transaction.hash,
  endedAt: block.timestamp,
});

type Step = Place & {
  kind: (typeof marketStepKind.enumValues)[number];
  account: Address;
  other?: Address;
  amount?: bigint;
};

/** Appends a step to a token's history. */
export async function recordStep(context: Context, event: MarketEvent, step: Step): Promise<void> {
  const { collection, tokenId, kind, account, other, amount } = step;
  await context.db
    .insert(marketStep)
    .values({ id: idOf(event), ...cameBy(event), collection, tokenId, kind, account, other, amount });
}
