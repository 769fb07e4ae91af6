"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { KeptTransaction } from "../_wallet/transaction-book.ts";
import { useTransactionBook, useTransactions } from "../_wallet/use-transactions.ts";
import { batchPath } from "../batch/batch-path.ts";
import { Notice } from "./notice.tsx";

const deeds = {
  post: "Posting your job",
  postMany: "Posting your batch",
  close: "Closing the job",
  expire: "Ending what is overdue",
  assemble: "Handing in the joined picture",
  finalise: "Making the work final",
  withdraw: "Withdrawing",
  stake: "Staking",
  requestUnstake: "Taking stake out",
  unstake: "Taking stake home",
  registerKey: "Registering the machine key",
  stopKey: "Stopping the machine key",
} as const;

function sentence({ kind, status, args }: KeptTransaction): string {
  const deed = `${deeds[kind]}${args.title ? ` “${args.title}”` : ""}`;
  if (status === "pending") return `${deed}: waiting for the chain.`;
  if (status === "reverted") return `${deed} failed on the chain. Only the network’s fee was spent.`;
  if (status === "lost")
    return `${deed}: the transaction was dropped or replaced. Look first whether it was done.`;
  return `${deed}: done.`;
}

function pageOf({ kind, args: { jobId = "", jobs = 1 } }: KeptTransaction): string {
  return kind === "postMany" ? batchPath(jobId, jobs) : `/jobs/${jobId}`;
}

function OneTransaction({ kept }: { kept: KeptTransaction }) {
  const book = useTransactionBook();
  return (
    <Notice testId="transaction-notice">
      <span className={kept.status === "pending" ? "breathing" : undefined}>{sentence(kept)}</span>
      {kept.args.jobId && (
        <Link className="link" href={pageOf(kept)}>
          {kept.kind === "postMany" ? "To the batch" : `Job ${kept.args.jobId}`}
        </Link>
      )}
      {kept.status !== "pending" && (
        <button
          type="button"
          className="link ml-auto text-faint"
          onClick={() => book.remove(kept.hash)}
          aria-label={`Dismiss: ${sentence(kept)}`}
        >
          Dismiss
        </button>
      )}
    </Notice>
  );
}

/** Transactions that still need the reader's attention, wherever they went meanwhile. */
export function TransactionNotices() {
  const path = usePathname();
  const shown = useTransactions().filter((kept) => {
    const { kind, status } = kept;
    const isHere = path === (kind === "post" ? "/create" : "/batch");
    if (status === "confirmed")
      return !isHere && (kind === "post" || kind === "postMany") && path !== pageOf(kept);
    return status !== "pending" || !isHere;
  });
  return shown.slice(0, 3).map((kept) => <OneTransaction key={kept.hash} kept={kept} />);
}
