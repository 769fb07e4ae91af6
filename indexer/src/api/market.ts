import { db } from "ponder:api";
import { auction, listing, sale, token, trader } from "ponder:schema";
import { Hono } from "hono";
import { and, count, eq, gt, min, sql } from "ponder";
import type { Address } from "viem";
import { hasPrice } from "./sale-conditions.ts";

/** Figures about the works on the market; amounts in wei as decimal strings, nothing where there is none. */
async function collectionFigures(now: bigint) {
  const holder = sql`case when ${auction.state} = 'running' then ${auction.seller} else ${token.owner} end`;
  const [[floor], [sold], [held]] = await Promise.all([
    db
      .select({ wei: min(listing.price), count: count() })
      .from(token)
      .innerJoin(listing, eq(token.listingId, listing.id))
      .leftJoin(trader, eq(token.owner, trader.address))
      .where(hasPrice(now)),
    db
      .select({ count: count(), wei: sql<string | null>`sum(${sale.price})` })
      .from(sale)
      .where(eq(sale.isWork, true)),
    db
      .select({ holders: sql<string>`count(distinct ${holder})` })
      .from(token)
      .leftJoin(auction, eq(token.auctionId, auction.id)),
  ]);
  return {
    floorWei: floor?.wei == null ? null : String(floor.wei),
    forSale: floor?.count ?? 0,
    sales: sold?.count ?? 0,
    volumeWei: String(sold?.wei ?? 0),
    holders: Number(held?.holders ?? 0),
  };
}

/** What an account was paid in royalties for works. */
async function royaltiesOf(receiver: Address) {
  const [paid] = await db
    .select({ count: count(), wei: sql<string | null>`sum(${sale.royalty})` })
    .from(sale)
    .where(and(eq(sale.isWork, true), eq(sale.royaltyReceiver, receiver), gt(sale.royalty, 0n)));
  return { sales: paid?.count ?? 0, royaltiesWei: String(paid?.wei ?? 0) };
}

export const market = new Hono();

market.get("/figures", async (context) => {
  const now = context.req.query("now") ?? "";
  if (!/^\d{1,12}$/.test(now)) return context.json({ error: "now is a time in seconds" }, 400);
  return context.json(await collectionFigures(BigInt(now)));
});

market.get("/royalties/:receiver", async (context) => {
  const receiver = context.req.param("receiver").toLowerCase();
  if (!/^0x[0-9a-f]{40}$/.test(receiver)) return context.json({ error: "the receiver is an address" }, 400);
  return context.json(await royaltiesOf(receiver as Address));
});
