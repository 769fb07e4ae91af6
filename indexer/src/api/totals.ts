import { db } from "ponder:api";
import { job, lot, operator, token } from "ponder:schema";
import { and, count, eq, gt, sql, sum } from "ponder";

/** Figures about the whole network; amounts in wei as decimal strings. */
export async function networkTotals() {
  const [[jobs], [live], [tokens], [operators], [done], [all]] = await Promise.all([
    db.select({ count: count() }).from(job),
    db.select({ count: count() }).from(job).where(eq(job.state, "live")),
    db.select({ count: count() }).from(token),
    db.select({ count: count() }).from(operator).where(gt(operator.stake, 0n)),
    db
      .select({ tiles: sum(lot.tiles) })
      .from(lot)
      .where(and(eq(lot.state, "final"), eq(lot.kind, "tiles"))),
    db.select({ paid: sql<string | null>`sum(${operator.earned})` }).from(operator),
  ]);
  return {
    jobs: jobs?.count ?? 0,
    liveJobs: live?.count ?? 0,
    tokens: tokens?.count ?? 0,
    operators: operators?.count ?? 0,
    tiles: Number(done?.tiles ?? 0),
    paidWei: String(all?.paid ?? 0),
  };
}
