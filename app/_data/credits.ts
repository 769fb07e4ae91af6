import { jobIdOf, lotIndexOf } from "@graphiti/protocol/terms.ts";
import { getAddress } from "viem";
import { z } from "zod";
import { type PageRequest, pageOf } from "./page.ts";
import { query } from "./query.ts";
import { digits, hex, listOf, optional, stored, whole } from "./shapes.ts";
import type { CreditEntryView, CreditView, Page } from "./views.ts";

/** What an account may withdraw, by the index. Before paying out, ask the chain itself. */
export async function getCredit(account: string): Promise<CreditView> {
  const { credit } = await query(
    z.object({ credit: z.object({ amount: digits, earned: digits }).nullable() }),
    "query ($account: String!) { credit(account: $account) { amount earned } }",
    { account: stored(account) },
  );
  return {
    account: getAddress(account),
    amountWei: credit?.amount ?? "0",
    earnedWei: credit?.earned ?? "0",
  };
}

const entryRow = z
  .object({
    id: digits,
    reason: z.enum(["work", "check", "protocolFee", "unspent", "refund", "lateFee", "burned", "withdrawn"]),
    amount: digits,
    lotId: optional(digits),
    hash: hex,
    at: whole,
  })
  .transform(
    ({ lotId, amount, ...entry }): CreditEntryView => ({
      ...entry,
      amountWei: amount,
      ...(lotId && { jobId: String(jobIdOf(BigInt(lotId))), lotIndex: lotIndexOf(BigInt(lotId)) }),
    }),
  );

const entriesOnPage = 24;
const afterAll = "9".repeat(78);

/** Where an account's credit came from and when it was taken home, newest first. An unknown cursor begins anew. */
export async function listCreditEntries(
  account: string,
  { cursor, limit = entriesOnPage }: PageRequest = {},
): Promise<Page<CreditEntryView>> {
  const before = cursor && /^\d{1,78}$/.test(cursor) ? cursor : afterAll;
  const { creditEntrys } = await query(
    z.object({ creditEntrys: listOf(entryRow) }),
    `query ($where: creditEntryFilter!, $limit: Int!) {
      creditEntrys(where: $where, orderBy: "id", orderDirection: "desc", limit: $limit) {
        items { id reason amount lotId hash at }
      }
    }`,
    { where: { account: stored(account), id_lt: before }, limit: limit + 1 },
  );
  return pageOf(creditEntrys, limit + 1, (entry) => entry.id);
}
