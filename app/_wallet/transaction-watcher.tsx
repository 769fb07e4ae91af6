"use client";

import { dropFactoryAbi } from "@graphiti/protocol/abi/drop-factory.ts";
import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { type PublicClient, parseEventLogs, type TransactionReceipt } from "viem";
import { usePublicClient } from "wagmi";
import { closeSale } from "../market/sell/kept-sale.ts";
import { type WorkOnChain, workKey } from "../market/work-on-chain.ts";
import { awaitTransaction, type Outcome } from "./await-transaction.ts";
import { useSettings } from "./settings-context.tsx";
import type { KeptTransaction, TransactionBook } from "./transaction-book.ts";
import { useTransactionBook, useTransactions } from "./use-transactions.ts";

const retryMs = 3_000;

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** The job that a post made; of several the first, whose numbers follow each other. */
function postedJobs(receipt: TransactionReceipt): Pick<KeptTransaction["args"], "jobId" | "jobs"> {
  const posted = parseEventLogs({ abi: jobEscrowAbi, logs: receipt.logs, eventName: "Posted" });
  return { jobId: posted[0]?.args.jobId.toString(), jobs: posted.length };
}

/** The drop that an opening made. */
function openedDrop(receipt: TransactionReceipt): Pick<KeptTransaction["args"], "drop"> {
  const [opened] = parseEventLogs({ abi: dropFactoryAbi, logs: receipt.logs, eventName: "DropOpened" });
  return { drop: opened?.args.drop };
}

function record(book: TransactionBook, kept: KeptTransaction, outcome: Outcome): void {
  if (outcome.status === "lost") {
    book.update(kept.hash, { status: "lost" });
    return;
  }
  const { contract, kind } = kept;
  const isPost = contract === undefined && (kind === "post" || kind === "postMany");
  const isOpening = contract === "dropFactory";
  book.update(kept.hash, {
    status: outcome.status,
    replacedBy: outcome.replacedBy,
    args: {
      ...kept.args,
      ...(isPost && postedJobs(outcome.receipt)),
      ...(isOpening && openedDrop(outcome.receipt)),
    },
  });
}

/** Shows the new owners of works at once, by the receipt: a later read of the chain may come from a node behind it. */
function tellOwners(queries: QueryClient, receipt: TransactionReceipt): void {
  for (const { args } of parseEventLogs({ abi: graphitiArtAbi, logs: receipt.logs, eventName: "Transfer" }))
    queries.setQueryData<WorkOnChain>(
      workKey(args.tokenId.toString()),
      (work) => work && { owner: args.to, transfers: work.transfers + 1, isApproved: false },
    );
}

async function noteNonce(client: PublicClient, book: TransactionBook, kept: KeptTransaction): Promise<void> {
  if (kept.nonce !== undefined) return;
  const sent = await client.getTransaction({ hash: kept.hash }).catch(() => undefined);
  if (sent) book.update(kept.hash, { nonce: sent.nonce });
}

/** Waits for one transaction until something is known about it, however often the RPC fails. */
function Waiter({ kept }: { kept: KeptTransaction }) {
  const book = useTransactionBook();
  const client = usePublicClient();
  const queries = useQueryClient();
  const router = useRouter();
  const settings = useSettings();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash is the transaction; its other fields change while it is waited for
  useEffect(() => {
    if (!client) return;
    const stop = new AbortController();
    const wait = async () => {
      while (!stop.signal.aborted) {
        try {
          await noteNonce(client, book, kept);
          const outcome = await awaitTransaction(client, kept);
          if (stop.signal.aborted) return;
          record(book, kept, outcome);
          if (outcome.status === "confirmed") {
            tellOwners(queries, outcome.receipt);
            const { tokenId } = kept.args;
            // The form that asked for it may be gone: what is on sale is shown as soon as it is.
            if (tokenId && (kept.kind === "list" || kept.kind === "openAuction"))
              closeSale(settings, tokenId);
          }
          await queries.invalidateQueries();
          router.refresh();
          return;
        } catch {
          await pause(retryMs, stop.signal);
        }
      }
    };
    void wait();
    return () => stop.abort();
  }, [client, kept.hash]);
  return null;
}

/** Settles every pending transaction of the book, also those from before a reload. */
export function TransactionWatcher() {
  const pending = useTransactions().filter((each) => each.status === "pending");
  return pending.map((kept) => <Waiter key={kept.hash} kept={kept} />);
}
