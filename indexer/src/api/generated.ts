import { db } from "ponder:api";
import { job } from "ponder:schema";
import { serviceKinds } from "@graphiti/protocol/services.ts";
import { Hono } from "hono";
import { and, eq, inArray } from "ponder";
import type { Hex } from "viem";

const isMinted = and(eq(job.kind, serviceKinds.generate), eq(job.state, "minted"));

/** No job has more lots of tiles, nor larger ones, so there are no more ways to cut one. */
const mostCuts = 128;

const sizePattern = /^\d{1,10}$/;
const idPattern = /^\d{1,78}$/;
const rootPattern = /^0x[0-9a-f]{64}$/;

const work = { jobId: job.id, serviceId: job.serviceId, params: job.params };

const answerOf = <Row extends { jobId: bigint }>(row: Row | undefined) =>
  row ? { ...row, jobId: String(row.jobId) } : null;

/** How minted generated works of one size were cut into lots: each number of tiles per lot once. */
async function cutsOfSize(width: string, height: string): Promise<number[]> {
  const rows = await db
    .selectDistinct({ tilesPerLot: job.tilesPerLot })
    .from(job)
    .where(and(isMinted, eq(job.width, BigInt(width)), eq(job.height, BigInt(height))));
  return rows.map(({ tilesPerLot }) => tilesPerLot);
}

/** The oldest minted generated work that has one of these output roots. */
async function workWithRoot(roots: readonly Hex[]) {
  const [found] = await db
    .select(work)
    .from(job)
    .where(and(isMinted, inArray(job.outputRoot, [...roots])))
    .orderBy(job.id)
    .limit(1);
  return answerOf(found);
}

/** The minted generated work of this number and size. */
async function workNumbered(id: string, width: string, height: string) {
  const [found] = await db
    .select(work)
    .from(job)
    .where(
      and(isMinted, eq(job.id, BigInt(id)), eq(job.width, BigInt(width)), eq(job.height, BigInt(height))),
    );
  return answerOf(found);
}

/**
 * By which a picture is recognised as one that was generated: first the cuts of its size, then its roots; or the number
 * that a copy bears.
 */
export const generated = new Hono();

generated.get("/cuts", async (context) => {
  const { width = "", height = "" } = context.req.query();
  if (!sizePattern.test(width) || !sizePattern.test(height))
    return context.json({ error: "width and height are whole numbers" }, 400);
  return context.json(await cutsOfSize(width, height));
});

generated.get("/work", async (context) => {
  const roots = context.req.queries("root") ?? [];
  if (roots.length > mostCuts || !roots.every((root) => rootPattern.test(root)))
    return context.json({ error: `root is given up to ${mostCuts} times, as 32 bytes` }, 400);
  return context.json(roots.length === 0 ? null : await workWithRoot(roots as Hex[]));
});

generated.get("/numbered", async (context) => {
  const { id = "", width = "", height = "" } = context.req.query();
  if (!idPattern.test(id) || !sizePattern.test(width) || !sizePattern.test(height))
    return context.json({ error: "id, width and height are whole numbers" }, 400);
  return context.json(await workNumbered(id, width, height));
});
