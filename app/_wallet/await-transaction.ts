import {
  type PublicClient,
  type ReplacementReturnType,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from "viem";
import type { KeptTransaction } from "./transaction-book.ts";

export type Outcome =
  | { status: "confirmed" | "reverted"; receipt: TransactionReceipt; replacedBy?: KeptTransaction["hash"] }
  | { status: "lost" };

/** How long a transaction that no one has ever seen is waited for before it counts as lost. */
const patienceMs = 10 * 60_000;

function outcomeOf(receipt: TransactionReceipt, replacement?: ReplacementReturnType): Outcome {
  if (replacement && replacement.reason !== "repriced") return { status: "lost" };
  return {
    status: receipt.status === "success" ? "confirmed" : "reverted",
    receipt,
    replacedBy: replacement?.transaction.hash,
  };
}

/** Whether the account has used the nonce for something else, or the transaction is too old to come. */
async function isLost(client: PublicClient, kept: KeptTransaction): Promise<boolean> {
  const known = await client.getTransaction({ hash: kept.hash }).catch(() => undefined);
  if (known) return false;
  const used = await client.getTransactionCount({ address: kept.from });
  if (kept.nonce !== undefined && used > kept.nonce) return true;
  return Date.now() - kept.sentAtMs > patienceMs;
}

/**
 * Waits for a transaction, through speed-ups and cancellations, also one sent before a reload.
 * @throws what the RPC throws when it cannot be reached; wait again then
 */
export async function awaitTransaction(client: PublicClient, kept: KeptTransaction): Promise<Outcome> {
  try {
    return outcomeOf(await client.getTransactionReceipt({ hash: kept.hash }));
  } catch (thrown) {
    if (!(thrown instanceof TransactionReceiptNotFoundError)) throw thrown;
  }
  if (await isLost(client, kept)) return { status: "lost" };
  let replacement: ReplacementReturnType | undefined;
  const receipt = await client.waitForTransactionReceipt({
    hash: kept.hash,
    timeout: 120_000,
    onReplaced: (found) => {
      replacement = found;
    },
  });
  return outcomeOf(receipt, replacement);
}
