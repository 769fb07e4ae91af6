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
  approve: "Changing what the market may move",
  deposit: "Wrapping ether",
  list: "Listing the work",
  unlist: "Taking the listing back",
  buy: "Buying the work",
  buySigned: "Buying the work",
  cancelNonces: "Cancelling what was signed",
  makeOffer: "Making the offer",
  cancelOffer: "Taking the offer back",
  acceptOffer: "Accepting the offer",
  acceptSignedOffer: "Accepting the offer",
  openAuction: "Opening the auction",
  cancelAuction: "Cancelling the auction",
  bid: "Bidding",
  settle: "Settling the auction",
  takeShare: "Taking the share",
  open: "Opening the drop",
  creditExcess: "Crediting what was paid too much",
  creditRest: "Crediting the rest",
} as const;

/** What the same names mean in a drop. */
const dropDeeds: Partial<Record<KeptTransaction["kind"], string>> = {
  post: "Having works computed",
  buy: "Buying in the drop",
  settle: "Settling works",
};

/** What a transaction does, as the beginning of a sentence. */
export const deedOf = ({ kind, contract, args }: KeptTransaction): string =>
  `${(contract === "drop" && dropDeeds[kind]) || deeds[kind]}${args.title ? ` “${args.title}”` : ""}`;

function sentence(kept: KeptTransaction): string {
  const { status } = kept;
  const deed = deedOf(kept);
  if (status === "pending") return `${deed}: waiting for the chain.`;
  if (status === "reverted") return `${deed} failed on the chain. Only the network’s fee was spent.`;
  if (status === "lost")
    return `${deed}: the transaction was dropped or replaced. Look first whether it was done.`;
  return `${deed}: done.`;
}

/** The page that tells more, and what its link says. */
function pageOf({ kind, args: { jobId, jobs = 1, tokenId, drop } }: KeptTransaction) {
  if (drop) return { path: `/drops/${drop}`, name: "To the drop" };
  if (tokenId) return { path: `/works/${tokenId}`, name: `Work ${tokenId}` };
  if (!jobId) return undefined;
  if (kind === "postMany") return { path: batchPath(jobId, jobs), name: "To the batch" };
  return { path: `/jobs/${jobId}`, name: `Job ${jobId}` };
}

function OneTransaction({ kept }: { kept: KeptTransaction }) {
  const book = useTransactionBook();
  const page = pageOf(kept);
  return (
    <Notice testId="transaction-notice">
      <span className={kept.status === "pending" ? "breathing" : undefined}>{sentence(kept)}</span>
      {page && (
        <Link className="link" href={page.path}>
          {page.name}
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

/** Whether there is a page to go to when it is done: that of a new job, batch or drop. */
const leadsOn = ({ kind, contract }: KeptTransaction) =>
  (contract === undefined && (kind === "post" || kind === "postMany")) || kind === "open";

/** Transactions that still need the reader's attention, wherever they went meanwhile. */
export function TransactionNotices() {
  const path = usePathname();
  const shown = useTransactions().filter((kept) => {
    const { kind, status } = kept;
    const isHere = path === (kind === "post" ? "/create" : "/batch");
    if (status === "confirmed") return !isHere && leadsOn(kept) && path !== pageOf(kept)?.path;
    return status !== "pending" || !isHere;
  });
  return shown.slice(0, 3).map((kept) => <OneTransaction key={kept.hash} kept={kept} />);
}
