"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { TransactionTable } from "../../_components/transaction-table.tsx";
import type { JobView, LotView } from "../../_data/views.ts";
import type { PictureView } from "../../_server/work-record.ts";
import { useSettings } from "../../_wallet/settings-context.tsx";
import { useTransactionBook, useTransactions } from "../../_wallet/use-transactions.ts";
import type { Windows } from "./job-exits.ts";
import { JobExitsPanel } from "./job-exits-panel.tsx";
import { JobFacts } from "./job-facts.tsx";
import { progressOf, sentenceOf, stepsOf, tilesDone, tilesDoneOf } from "./job-phase.ts";
import { JobTimeline } from "./job-timeline.tsx";
import { LotList } from "./lot-list.tsx";
import { PricePanel } from "./price-panel.tsx";
import { TileMap } from "./tile-map.tsx";
import { useJobEvents } from "./use-job-events.ts";

type Props = { job: JobView; title: string; altText: string; input?: PictureView; rules?: Windows };

const admireMs = 1_600;

/** Takes the reader to the token once it is minted, if they watched it happen or have just posted it. */
function useGoToWork(job: JobView, hasPosted: boolean) {
  const router = useRouter();
  const wasLive = useRef(job.state === "live");
  const isMinted = job.state === "minted";
  useEffect(() => {
    if (!isMinted || !(wasLive.current || hasPosted)) return;
    router.prefetch(`/works/${job.jobId}`);
    const timer = setTimeout(() => router.push(`/works/${job.jobId}`), admireMs);
    return () => clearTimeout(timer);
  }, [isMinted, hasPosted, job.jobId, router]);
}

/**
 * Whether the reader is here for the first time since they posted this job. Its post needs no notice any more.
 */
function useHasPosted(jobId: string): boolean {
  const book = useTransactionBook();
  const [hasPosted, setPosted] = useState(false);
  const post = useTransactions().find(
    ({ kind, status, args }) => kind === "post" && status === "confirmed" && args.jobId === jobId,
  );
  useEffect(() => {
    if (!post) return;
    setPosted(true);
    book.remove(post.hash);
  }, [book, post]);
  return hasPosted;
}

/** A job while it happens. */
export function JobLive({ job: initial, title, altText, input, rules }: Props) {
  const { explorerUrl } = useSettings();
  const { job, reports, liveness } = useJobEvents(initial);
  useGoToWork(job, useHasPosted(job.jobId));
  const [chosen, choose] = useState<number>();
  const doneOf = (lot: LotView) => tilesDoneOf(lot, reports);
  const working = job.lots.filter((lot) => progressOf(lot, reports)).length;
  const done = tilesDone(job, reports);
  const ofTiles = `${job.tiles} ${job.tiles === 1 ? "tile" : "tiles"}`;
  return (
    <div
      className="grid gap-x-16 gap-y-12 lg:grid-cols-[minmax(0,7fr)_minmax(20rem,4fr)] lg:grid-rows-[auto_1fr]"
      data-testid="job"
      data-state={job.state}
    >
      <div>
        <TileMap job={job} input={input} altText={altText || title} doneOf={doneOf} chosen={chosen} />
        <p className="mt-4 min-h-5 text-faint text-xs leading-5 tabular-nums" data-testid="progress">
          {working > 0
            ? `Reported by ${job.lots.length === 1 ? "the node" : "the nodes"}: ${done} of ${ofTiles}. The chain knows only claims and results.`
            : `${ofTiles}${job.lots.length === 1 ? "" : ` in ${job.lots.length - 1} lots, and one more lot that joins them`}.`}
        </p>
      </div>
      <div className="grid content-start gap-10 lg:col-start-2 lg:row-span-2 lg:row-start-1">
        <div>
          <p role="status" className="subtitle mb-8 min-h-12 text-balance" data-testid="job-sentence">
            {sentenceOf(job, reports)}
          </p>
          <JobTimeline steps={stepsOf(job, reports)} />
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
        <PricePanel job={job} />
        {rules && <JobExitsPanel job={job} rules={rules} />}
        <JobFacts job={job} explorerUrl={explorerUrl} />
      </div>
      <div className="grid content-start gap-12">
        <LotList job={job} doneOf={doneOf} rules={rules} explorerUrl={explorerUrl} onChoose={choose} />
        <section aria-labelledby="transactions">
          <h2 id="transactions" className="mb-3 font-medium text-sm">
            Transactions
          </h2>
          <TransactionTable transactions={job.transactions} explorerUrl={explorerUrl} />
        </section>
      </div>
    </div>
  );
}
