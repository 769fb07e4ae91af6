import { db } from "ponder:api";
import { auction, job, listing, service, token, trader } from "ponder:schema";
import { Hono } from "hono";
import { and, asc, desc, eq, gte, inArray, lte, notInArray, or, sql } from "ponder";
import type { Address } from "viem";
import { z } from "zod";
import { hasPrice, isAuctioned } from "./sale-conditions.ts";

const account = z
  .string()
  .regex(/^0x[0-9a-fA-F]{40}$/)
  .transform((text) => text.toLowerCase() as Address);
const wei = z
  .string()
  .regex(/^\d{1,30}$/)
  .transform(BigInt);

/** Numbers with commas between them. */
const numbers = (most: number) =>
  z
    .string()
    .regex(new RegExp(String.raw`^(\d{1,73}(,\d{1,73}){0,${most - 1}})?$`))
    .transform((text) => (text === "" ? [] : text.split(",").map(BigInt)));

/** What somebody looks for. `now` is the chain's time in seconds; `services` are ids with commas between them;
 * `only` and `without` are works' numbers, likewise. */
const wish = z.object({
  now: z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(BigInt),
  sale: z.enum(["any", "price", "auction"]).optional(),
  services: z
    .string()
    .regex(/^\d{1,9}(,\d{1,9}){0,99}$/)
    .transform((text) => text.split(",").map(Number))
    .optional(),
  artist: account.optional(),
  only: numbers(500).optional(),
  without: numbers(1_000).optional(),
  least: wei.optional(),
  most: wei.optional(),
  longest: z.coerce.number().int().min(1).max(1_000_000).optional(),
  sort: z.enum(["newest", "oldest", "cheapest", "dearest", "ending"]).default("newest"),
  skip: z.coerce.number().int().min(0).max(1_000_000).default(0),
  take: z.coerce.number().int().min(1).max(100).default(24),
});
type Wish = z.output<typeof wish>;
type Condition = ReturnType<typeof and>;

/** What a work costs now: the highest bid, else the price, else the reserve; nothing where it is not for sale. */
const costOf = (now: bigint) => sql<string | null>`case
  when ${auction.state} = 'running' then ${auction.amount}
  when ${hasPrice(now)} then ${listing.price}
  when ${isAuctioned} then ${auction.amount} end`;

function conditions({ now, sale, services, artist, only, without, least, most, longest }: Wish): Condition[] {
  const cost = costOf(now);
  return [
    sale === "price" ? hasPrice(now) : undefined,
    sale === "auction" ? isAuctioned : undefined,
    sale === "any" ? or(hasPrice(now), isAuctioned) : undefined,
    services && inArray(job.serviceId, services),
    artist && eq(job.artist, artist),
    only && inArray(token.id, only),
    without && notInArray(token.id, without),
    least === undefined ? undefined : gte(cost, least),
    most === undefined ? undefined : lte(cost, most),
    longest === undefined
      ? undefined
      : gte(sql`greatest(${job.width}, ${job.height}) * ${service.scale}`, longest),
  ];
}

function order({ sort, now }: Wish): ReturnType<typeof asc>[] {
  const cost = costOf(now);
  if (sort === "oldest") return [asc(token.id)];
  if (sort === "cheapest") return [sql`${cost} asc nulls last`, desc(token.id)];
  if (sort === "dearest") return [sql`${cost} desc nulls last`, desc(token.id)];
  if (sort === "ending") return [sql`${auction.endsAt} asc nulls last`, desc(token.id)];
  return [desc(token.id)];
}

/** Ids of the works that are wished for, a page of them, and how many there are in all. */
async function worksLike(wished: Wish): Promise<{ ids: string[]; total: number }> {
  const rows = await db
    .select({ id: token.id, total: sql<string>`count(*) over ()` })
    .from(token)
    .innerJoin(job, eq(token.id, job.id))
    .innerJoin(service, eq(job.serviceId, service.id))
    .leftJoin(listing, eq(token.listingId, listing.id))
    .leftJoin(auction, eq(token.auctionId, auction.id))
    .leftJoin(trader, eq(token.owner, trader.address))
    .where(and(...conditions(wished)))
    .orderBy(...order(wished))
    .offset(wished.skip)
    .limit(wished.take);
  // No row tells how many there are where there is none on this page.
  if (rows.length === 0 && wished.skip > 0)
    return { ids: [], total: (await worksLike({ ...wished, skip: 0, take: 1 })).total };
  return { ids: rows.map(({ id }) => String(id)), total: Number(rows[0]?.total ?? 0) };
}

export const explore = new Hono();

explore.get("/", async (context) => {
  const wished = wish.safeParse(context.req.query());
  if (!wished.success) {
    const [issue] = wished.error.issues;
    return context.json({ error: `${issue?.path.join(".")}: ${issue?.message}` }, 400);
  }
  return context.json(await worksLike(wished.data));
});
