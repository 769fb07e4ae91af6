import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { z } from "zod";
import { indexerHealth } from "./health.ts";
import { read } from "./query.ts";
import { type SaleState, saleStateOf } from "./sale-state.ts";
import { digits, optional, stored } from "./shapes.ts";
import type { StandingView } from "./standing.ts";

/** Seconds by which listings and auctions end: a local chain's clock can run ahead of this machine's. */
export async function marketNow(): Promise<number> {
  const { block } = await indexerHealth();
  return Math.max(block.at, Math.floor(Date.now() / 1_000));
}

/** Tells how works are for sale at this moment. */
export async function saleStatesNow(): Promise<(standing: StandingView) => SaleState | undefined> {
  const [now, { addresses }] = await Promise.all([marketNow(), loadDeployment(readEnv())]);
  return (standing) => saleStateOf(standing, addresses.market, now);
}

const figures = z.object({
  floorWei: optional(digits),
  forSale: z.number(),
  sales: z.number(),
  volumeWei: digits,
  holders: z.number(),
});
export type CollectionFigures = z.output<typeof figures>;

/** The lowest price at which a work can be bought now, what was sold so far, and how many hold works. */
export async function collectionFigures(): Promise<CollectionFigures> {
  return read(`/market/figures?now=${await marketNow()}`, figures);
}

const royalties = z.object({ sales: z.number(), royaltiesWei: digits });

/** What an account was paid in royalties for works, and by how many sales. */
export function royaltiesOf(receiver: string): Promise<z.output<typeof royalties>> {
  return read(`/market/royalties/${stored(receiver)}`, royalties);
}
