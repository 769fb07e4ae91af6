import { maxPostings } from "@graphiti/protocol/order.ts";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { KeepFresh } from "../../_components/keep-fresh.tsx";
import { PageHeading } from "../../_components/page-heading.tsx";
import { PageProblem } from "../../_components/page-problem.tsx";
import { PageTitle } from "../../_components/page-title.tsx";
import { listJobsFrom } from "../../_data/jobs.ts";
import { attempt } from "../../_server/attempt.ts";
import { chainKnowsJob } from "../../_server/chain-facts.ts";
import { cardOf, pictureView } from "../../_server/work-record.ts";
import { JobRow } from "../../jobs/job-row.tsx";
import { parseBatchPath } from "../batch-path.ts";
import { ForgetPost } from "./forget-post.tsx";

export const metadata: Metadata = { robots: { index: false } };

type Props = { params: Promise<{ jobs: string }> };

async function jobsIn({ first, last }: { first: bigint; last: bigint }) {
  const jobs = await listJobsFrom(first, last);
  const all = Number(last - first) + 1;
  const isKnown = jobs.length === all || (await chainKnowsJob(last.toString()));
  const rows = await Promise.all(
    jobs.map(async (job) => ({
      job,
      card: await cardOf(job),
      input: await pictureView(job.inputCid, job),
    })),
  );
  return { rows, all, isKnown };
}

export default async function PostedBatchPage({ params }: Props) {
  const range = parseBatchPath((await params).jobs, maxPostings);
  if (!range) notFound();
  const { value, problem } = await attempt(() => jobsIn(range));
  if (problem)
    return (
      <div className="page py-24">
        <PageTitle>Batch</PageTitle>
        <PageProblem problem={problem} />
      </div>
    );
  const { rows, all, isKnown } = value;
  if (!isKnown) notFound();
  const minted = rows.filter(({ job }) => job.state === "minted").length;
  const isGoing = rows.length < all || rows.some(({ job }) => job.state === "live");
  return (
    <div className="page" data-testid="posted-batch" data-minted={minted}>
      <PageTitle>Batch</PageTitle>
      <PageHeading eyebrow={`Jobs ${range.first} to ${range.last}`} title="Your batch">
        <p role="status" className="tabular-nums">
          {minted === all ? `${all} works, all of them minted.` : `${minted} of ${all} works are minted.`}
          {rows.length < all && " The index is catching up with the chain."}
        </p>
      </PageHeading>
      <ul className="border-line border-b">
        {rows.map((row) => (
          <JobRow key={row.job.jobId} {...row} />
        ))}
      </ul>
      <ForgetPost firstJobId={range.first.toString()} />
      {isGoing && <KeepFresh />}
    </div>
  );
}
