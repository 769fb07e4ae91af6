import type { KeptTransaction } from "../_wallet/transaction-book.ts";

export type PostingStage = "idle" | "card" | "wallet" | "chain" | "posted";

/** How far a posting has come, the furthest that is known first. */
export function postingStage(known: {
  jobId?: string;
  kept?: Pick<KeptTransaction, "status">;
  isStoring: boolean;
  isInWallet: boolean;
}): PostingStage {
  if (known.jobId) return "posted";
  if (known.kept?.status === "pending") return "chain";
  if (known.isStoring) return "card";
  return known.isInWallet ? "wallet" : "idle";
}
