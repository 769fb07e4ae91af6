import { bond, lateFee, lotShare } from "@graphiti/protocol/offer.ts";
import { z } from "zod";
import { query } from "./query.ts";
import { address, digits, hex, listOf, optional, stored, whole } from "./shapes.ts";
import type { LockView, OperatorStepView, Page } from "./views.ts";

const lockRow = z
  .object({
    id: digits,
    jobId: digits,
    index: z.number(),
    tiles: z.number(),
    state: z.enum(["claimed", "submitted"]),
    price: digits,
    due: whole,
    submittedAt: optional(whole),
    job: z.object({ maxPrice: digits, tiles: z.number() }),
  })
  .transform(({ id, price, job, ...lot }): LockView => {
    const share = lotShare(BigInt(job.maxPrice), lot.tiles, job.tiles);
    return {
      ...lot,
      lotId: id,
      priceWei: price,
      bondWei: String(bond(share)),
      lateFeeWei: String(lateFee(share)),
    };
  });

/** The lots that an operator has in flight, and what each locks; the hundred that are due first. */
export async function listLocks(operator: string): Promise<LockView[]> {
  const { lots } = await query(
    z.object({ lots: listOf(lockRow) }),
    `query ($operator: String!) {
      lots(where: { operator: $operator, state_in: [claimed, submitted] }, orderBy: "due", limit: 100) {
        items { id jobId index tiles state price due submittedAt job { maxPrice tiles } }
      }
    }`,
    { operator: stored(operator) },
  );
  return lots;
}

/** Parts of an operator's history that can be asked for by themselves. */
export const historyParts = {
  earnings: ["paid", "late", "withdrawn"],
  stake: ["staked", "unstakeRequested", "unstaked", "late"],
  keys: ["keyRegistered", "keyStopped"],
} as const;
export type HistoryPart = keyof typeof historyParts;

const stepRow = z
  .object({
    id: digits,
    kind: z.enum([
      "staked",
      "unstakeRequested",
      "unstaked",
      "keyRegistered",
      "keyStopped",
      "claimed",
      "paid",
      "late",
      "withdrawn",
    ]),
    lotId: optional(digits),
    key: optional(address),
    amount: optional(digits),
    hash: hex,
    at: whole,
  })
  .transform(
    ({ lotId, amount, ...step }): OperatorStepView => ({
      ...step,
      amountWei: amount,
      // A lot's id has the job's in front of 16 bits.
      ...(lotId && { jobId: String(BigInt(lotId) >> 16n) }),
    }),
  );

const stepsOnPage = 20;
const afterAll = "9".repeat(78);

/** What an operator did and what came of it, newest first. The cursor is the last step's id; others begin anew. */
export async function listSteps(
  operator: string,
  { part, cursor, limit = stepsOnPage }: { part?: HistoryPart; cursor?: string; limit?: number } = {},
): Promise<Page<OperatorStepView>> {
  const before = cursor && /^\d{1,78}$/.test(cursor) ? cursor : afterAll;
  const kinds = part && { kind_in: historyParts[part] };
  const { operatorSteps } = await query(
    z.object({ operatorSteps: listOf(stepRow) }),
    `query ($where: operatorStepFilter!, $limit: Int!) {
      operatorSteps(where: $where, orderBy: "id", orderDirection: "desc", limit: $limit) {
        items { id kind lotId key amount hash at }
      }
    }`,
    { where: { operator: stored(operator), id_lt: before, ...kinds }, limit: limit + 1 },
  );
  const items = operatorSteps.slice(0, limit);
  const last = items.at(-1);
  return operatorSteps.length > limit && last ? { items, nextCursor: last.id } : { items };
}
