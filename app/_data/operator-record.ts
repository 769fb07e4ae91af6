import { skipReasons } from "@graphiti/protocol/states.ts";
import { z } from "zod";
import { query } from "./query.ts";
import { address, digits, hex, listOf, optional, stored, whole } from "./shapes.ts";
import type { LockView, OperatorStepView, Page } from "./views.ts";

const lockRow = z
  .object({
    kind: z.enum(["bond", "seal"]),
    amount: digits,
    lot: z.object({
      id: digits,
      jobId: digits,
      index: z.number(),
      state: z.enum(["claimed", "submitted"]),
      due: optional(whole),
      submittedAt: optional(whole),
    }),
  })
  .transform(
    ({ kind, amount, lot: { id, ...lot } }): LockView => ({ ...lot, lotId: id, kind, lockedWei: amount }),
  );

/** What stands for lots in flight, of an operator's own and of those that it checked; the oldest hundred. */
export async function listLocks(operator: string): Promise<LockView[]> {
  const { locks } = await query(
    z.object({ locks: listOf(lockRow) }),
    `query ($operator: String!) {
      locks(where: { operator: $operator, amount_gt: "0" }, orderBy: "at", limit: 100) {
        items { kind amount lot { id jobId index state due submittedAt } }
      }
    }`,
    { operator: stored(operator) },
  );
  return locks;
}

/** Parts of an operator's history that can be asked for by themselves. */
export const historyParts = {
  earnings: ["paid", "paidForCheck", "late", "withdrawn"],
  checks: ["attested", "passedBy", "paidForCheck"],
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
      "attested",
      "passedBy",
      "paid",
      "paidForCheck",
      "late",
      "withdrawn",
    ]),
    lotId: optional(digits),
    key: optional(address),
    amount: optional(digits),
    reason: optional(z.number()),
    hash: hex,
    at: whole,
  })
  .transform(
    ({ lotId, amount, reason, ...step }): OperatorStepView => ({
      ...step,
      amountWei: amount,
      reason: reason === undefined ? undefined : skipReasons[reason],
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
        items { id kind lotId key amount reason hash at }
      }
    }`,
    { where: { operator: stored(operator), id_lt: before, ...kinds }, limit: limit + 1 },
  );
  const items = operatorSteps.slice(0, limit);
  const last = items.at(-1);
  return operatorSteps.length > limit && last ? { items, nextCursor: last.id } : { items };
}
