import { db } from "ponder:api";
import { job, lot, sale, shareTaking } from "ponder:schema";
import { Hono } from "hono";
import { and, eq, gt, sql } from "ponder";
import type { Address } from "viem";

const sumOf = (column: typeof sale.operatorShare | typeof shareTaking.amount) =>
  sql<string | null>`sum(${column})`;

/** What sales of a work have put aside for its operators, and what these have taken of it. */
async function shareOfWork(tokenId: bigint) {
  const [[accrued], [taken]] = await Promise.all([
    db
      .select({ wei: sumOf(sale.operatorShare) })
      .from(sale)
      .where(and(eq(sale.isWork, true), eq(sale.tokenId, tokenId))),
    db
      .select({ wei: sumOf(shareTaking.amount) })
      .from(shareTaking)
      .where(eq(shareTaking.tokenId, tokenId)),
  ]);
  return { accruedWei: String(accrued?.wei ?? 0), takenWei: String(taken?.wei ?? 0) };
}

/**
 * The lots of tiles that an operator computed of works whose sales have put something aside, the newest first, with
 * the claim and the submission that prove it.
 */
async function lotsWithShare(operator: Address) {
  const accrued = db
    .select({ tokenId: sale.tokenId, wei: sumOf(sale.operatorShare).as("accrued_wei") })
    .from(sale)
    .where(and(eq(sale.isWork, true), gt(sale.operatorShare, 0n)))
    .groupBy(sale.tokenId)
    .as("accrued");
  const taken = db
    .select({ lotId: shareTaking.lotId, wei: sumOf(shareTaking.amount).as("taken_wei") })
    .from(shareTaking)
    .groupBy(shareTaking.lotId)
    .as("taken");
  const rows = await db
    .select({
      ...{ lotId: lot.id, tokenId: lot.jobId, tiles: lot.tiles, jobTiles: job.tiles },
      ...{ accruedWei: accrued.wei, takenWei: taken.wei, terms: job.terms },
      ...{ operator: lot.operator, price: lot.price, openSeconds: lot.openSeconds },
      ...{
        outputRoot: lot.outputRoot,
        metadataDigest: lot.metadataDigest,
        seal: lot.seal,
        l2Block: lot.l2Block,
      },
    })
    .from(lot)
    .innerJoin(job, eq(lot.jobId, job.id))
    .innerJoin(accrued, eq(lot.jobId, accrued.tokenId))
    .leftJoin(taken, eq(lot.id, taken.lotId))
    .where(and(eq(lot.operator, operator), eq(lot.kind, "tiles"), eq(lot.state, "final")))
    .orderBy(sql`${lot.id} desc`)
    .limit(200);
  return rows.map((row) => ({
    ...row,
    ...{ lotId: String(row.lotId), tokenId: String(row.tokenId) },
    ...{ accruedWei: String(row.accruedWei ?? 0), takenWei: String(row.takenWei ?? 0) },
    ...{ price: String(row.price), openSeconds: String(row.openSeconds), l2Block: String(row.l2Block) },
  }));
}

export const shares = new Hono();

shares.get("/works/:tokenId", async (context) => {
  const tokenId = context.req.param("tokenId");
  if (!/^\d{1,20}$/.test(tokenId)) return context.json({ error: "a work has a number" }, 400);
  return context.json(await shareOfWork(BigInt(tokenId)));
});

shares.get("/operators/:operator", async (context) => {
  const operator = context.req.param("operator").toLowerCase();
  if (!/^0x[0-9a-f]{40}$/.test(operator)) return context.json({ error: "the operator is an address" }, 400);
  return context.json(await lotsWithShare(operator as Address));
});
