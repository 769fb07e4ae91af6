"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { TransactionTable } from "../../_components/transaction-table.tsx";
import type { JobView } from "../../_data/views.ts";
import type { PictureView } from "../../_server/work-record.ts";
import { useSettings } from "../../_wallet/settings-context.tsx";
import { useTransactionBook, useTransactions } from "../../_wallet/use-transactions.ts";
import type { Windows } from "./job-exits.ts";
import { JobExitsPanel } from "./job-exits-panel.tsx";
import { JobFacts } from "./job-facts.tsx";
import { lotOf, progressOf, sentenceOf, stepsOf } from "./job-phase.ts";
import { JobTimeline } from "./job-timeline.tsx";
import { TileMap } from "./tile-map.tsx";
import { useJobEvents } from "./use-job-events.ts";

type Props = { job: JobView; title: string; altText: string; input?: PictureView; windows?: Windows };

const admireMs = 1_600;

/** Takes the reader to the token once it is minted, if they watched it happen. */
function useGoToWork(job: JobView) {
  const router = useRouter();
  const wasLive = useRef(job.state === "live");
  const isMinted = job.state === "minted";
  useEffect(() => {
    if (!isMinted || !wasLive.current) return;
    router.prefetch(`/works/${job.jobId}`);
    const timer = setTimeout(() => router.push(`/works/${job.jobId}`), admireMs);
    return () => clearTimeout(timer);
  }, [isMinted, job.jobId, router]);
}

/** The post of this job needs no notice any more: the reader is here. */
function useForgetPost(jobId: string) {
  const book = useTransactionBook();
  const post = useTransactions().find(
    ({ kind, status, args }) => kind === "post" && status === "confirmed" && args.jobId === jobId,
  );
  useEffect(() => {
    if (post) book.remove(post.hash);
  }, [book, post]);
}

/** A job while it happens. */
export function JobLive({ job: initial, title, altText, input, windows }: Props) {
  const { explorerUrl } = useSettings();
  const { job, reports, liveness } = useJobEvents(initial);
  useGoToWork(job);
  useForgetPost(job.jobId);
  const lot = lotOf(job);
  const progress = progressOf(job, reports);
  const isPastComputing = lot?.state === "submitted" || lot?.state === "final" || job.state === "minted";
  const tilesDone = isPastComputing ? job.tiles : (progress?.tilesDone ?? 0);
  const isComputing = lot?.state === "claimed" && progress?.phase === "computing";
  return (
    <div
      className="grid gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,7fr)_minmax(20rem,4fr)] lg:grid-rows-[auto_1fr]"
      data-testid="job"
      data-state={job.state}
    >
      <div>
        <TileMap
          job={job}
          input={input}
          altText={altText || title}
          tilesDone={tilesDone}
          isComputing={isComputing}
        />
        <p className="mt-4 min-h-5 text-faint text-xs leading-5 tabular-nums" data-testid="progress">
          {progress
            ? `Reported by the node: ${tilesDone} of ${progress.tiles} ${progress.tiles === 1 ? "tile" : "tiles"}. The chain knows only claim and result.`
            : `${job.tiles} ${job.tiles === 1 ? "tile" : "tiles"}.`}
        </p>
      </div>
      <div className="grid content-start gap-10 lg:col-start-2 lg:row-span-2 lg:row-start-1">
        <div>
          <p role="status" className="subtitle mb-8 min-h-12 text-balance" data-testid="job-sentence">
            {sentenceOf(job, progress)}
          </p>
          <JobTimeline steps={stepsOf(job, progress)} />
          <p className="mt-4 min-h-5 text-faint text-xs leading-5">
            {liveness === "lost" && "The live connection is lost. Trying again."}
          </p>
          {job.state === "minted" && (
            <Link
              href={`/works/${job.jobId}`}
              className="button button-primary mt-2 w-full"
              data-testid="to-work"
            >
              See the work
            </Link>
          )}
        </div>
        <JobFacts job={job} windows={windows} explorerUrl={explorerUrl} />
        {windows && <JobExitsPanel job={job} windows={windows} />}
      </div>
      <section aria-labelledby="transactions">
        <h2 id="transactions" className="mb-2 font-medium text-sm">
          Transactions
        </h2>
        <TransactionTable transactions={job.transactions} explorerUrl={explorerUrl} />
      </section>
    </div>
  );
}
