import type { Context } from "ponder:registry";
import { job, lot } from "ponder:schema";

/** @throws when the contract never told of it, which it always does first */
export async function jobRow(context: Context, jobId: bigint) {
  return (await context.db.find(job, { id: jobId })) ?? missing(`Job ${jobId} was never posted.`);
}

/** @throws as {@link jobRow} */
export async function lotRow(context: Context, lotId: bigint) {
  return (await context.db.find(lot, { id: lotId })) ?? missing(`Lot ${lotId} does not exist.`);
}

function missing(message: string): never {
  throw new Error(message);
}
