import { getAddress } from "viem";
import { z } from "zod";
import { query } from "./query.ts";
import { digits, stored } from "./shapes.ts";
import type { CreditView } from "./views.ts";

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
