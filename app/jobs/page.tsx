import type { Metadata } from "next";
import Link from "next/link";
import { isAddress } from "viem";
import { EmptyState } from "../_components/empty-state.tsx";
import { KeepFresh } from "../_components/keep-fresh.tsx";
import { PageHeading } from "../_components/page-heading.tsx";
import { PageProblem } from "../_components/page-problem.tsx";
import { PageTitle } from "../_components/page-title.tsx";
import { listJobsOf } from "../_data/jobs.ts";
import { attempt } from "../_server/attempt.ts";
import { cardOf, inputOf } from "../_server/work-record.ts";
import { FollowWallet } from "./follow-wallet.tsx";
import { JobRow } from "./job-row.tsx";

export const metadata: Metadata = { robots: { index: false } };

type Props = { searchParams: Promise<{ artist?: string | string[]; before?: string | string[] }> };

async function jobsOf(artist: string, cursor: string | undefined) {
  const { items, nextCursor } = await listJobsOf(artist, { cursor });
  const rows = await Promise.all(
    items.map(async (job) => ({
      job,
      card: await cardOf(job),
      input: await inputOf(job),
    })),
  );
  return { rows, nextCursor };
}

export default async function JobsPage({ searchParams }: Props) {
  const { artist, before } = await searchParams;
  const wallet = typeof artist === "string" && isAddress(artist, { strict: false }) ? artist : undefined;
  const cursor = typeof before === "string" ? before : undefined;
  const { value: list, problem } = wallet ? await attempt(() => jobsOf(wallet, cursor)) : {};
  return (
    <div className="page">
      <PageTitle>My jobs</PageTitle>
      <PageHeading title="My jobs" />
      <FollowWallet artist={wallet} />
      {problem && <PageProblem problem={problem} />}
      {list && list.rows.length > 0 && (
        <ul data-testid="jobs" className="border-line border-b">
          {list.rows.map((row) => (
            <JobRow key={row.job.jobId} {...row} />
          ))}
        </ul>
      )}
      {list && list.rows.length === 0 && (
        <EmptyState
          testId="no-jobs"
          title="No jobs from this wallet yet."
          action={
            <Link href="/create" className="button button-primary">
              Bring a picture
            </Link>
          }
        >
          <p>What you post shows up here at once, and stays here.</p>
        </EmptyState>
      )}
      {wallet && list?.nextCursor && (
        <p className="pt-10">
          <Link className="button" href={`/jobs?artist=${wallet}&before=${list.nextCursor}`}>
            Earlier jobs
          </Link>
        </p>
      )}
      {list?.rows.some(({ job }) => job.state === "live") && <KeepFresh />}
    </div>
  );
}
