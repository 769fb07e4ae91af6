import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { LotRow } from "../journal/lot-rows.ts";
import { describe } from "../report/describe.ts";
import { lotFolder } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";

/**
 * Removes folders of jobs and lots that nothing is going to happen with: a stop can come between the end of a lot and
 * its tidying.
 */
export async function sweepFiles({ journal, settings, log }: NodeContext): Promise<void> {
  const { jobsDirectory } = settings;
  const kept = new Map<string, Set<string>>();
  const keep = (jobId: bigint, folder: string) => {
    const folders = kept.get(jobId.toString()) ?? new Set();
    kept.set(jobId.toString(), folders.add(folder));
  };
  const live: LotRow["stage"][] = ["seen", "claimed", "computed", "submitted"];
  for (const { lotId, jobId } of journal.lots.at(...live)) keep(jobId, lotFolder(lotId, "work"));
  for (const { lotId, jobId } of journal.attestations.at("seen", "judged", "sealed"))
    keep(jobId, lotFolder(lotId, "check"));
  const remove = (...path: string[]) => rm(join(jobsDirectory, ...path), { recursive: true, force: true });
  try {
    for (const job of await readdir(jobsDirectory)) {
      const folders = kept.get(job);
      if (!folders) await remove(job);
      else
        for (const entry of await readdir(join(jobsDirectory, job), { withFileTypes: true }))
          if (entry.isDirectory() && !folders.has(entry.name)) await remove(job, entry.name);
    }
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    log.warn({ because: describe(error) }, "old files could not be removed");
  }
}
