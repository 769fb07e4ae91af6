import { z } from "zod";
import { jobFields, jobRow, jobSummary, jobView, summaryFields, summaryRow } from "./job-row.ts";
import { type PageRequest, pageOf, pageVariables } from "./page.ts";
import { query } from "./query.ts";
import { serviceNames } from "./services.ts";
import { listOf, stored } from "./shapes.ts";
import type { JobSummary, JobView, Page } from "./views.ts";

/** A job by its decimal id; `undefined` where there is none (yet). */
export async function getJob(jobId: string): Promise<JobView | undefined> {
  if (!/^\d{1,73}$/.test(jobId)) return undefined;
  const { job } = await query(
    z.object({ job: jobRow.nullable() }),
    `${jobFields} query ($id: BigInt!) { job(id: $id) { ...jobFields } }`,
    { id: jobId },
  );
  return job ? jobView(job, await serviceNames()) : undefined;
}

/** Jobs of everybody, newest first. */
export function listJobs(page: PageRequest = {}): Promise<Page<JobSummary>> {
  return jobsWhere({}, page);
}

/** Jobs that an account posted, newest first. */
export function listJobsOf(artist: string, page: PageRequest = {}): Promise<Page<JobSummary>> {
  return jobsWhere({ artist: stored(artist) }, page);
}

/** Jobs from one number to another, in their order; those that are not indexed yet are missing. */
export async function listJobsFrom(first: bigint, last: bigint): Promise<JobSummary[]> {
  const range = { id_gte: first.toString(), id_lte: last.toString() };
  const { items } = await jobsWhere(range, { limit: Number(last - first) + 1 });
  return items.toReversed();
}

async function jobsWhere(where: Record<string, string>, page: PageRequest): Promise<Page<JobSummary>> {
  const { before, limit } = pageVariables(page);
  const { jobs } = await query(
    z.object({ jobs: listOf(summaryRow) }),
    `${summaryFields} query ($where: jobFilter!, $limit: Int!) {
      jobs(where: $where, orderBy: "id", orderDirection: "desc", limit: $limit) { items { ...summaryFields } }
    }`,
    { where: { ...where, id_lt: before }, limit },
  );
  const nameOf = await serviceNames();
  return pageOf(
    jobs.map((row) => jobSummary(row, nameOf)),
    limit,
    (job) => job.jobId,
  );
}
