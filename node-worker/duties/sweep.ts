import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { describe } from "../report/describe.ts";
import type { NodeContext } from "./node-context.ts";

/** Removes folders of lots that nothing is going to happen with: a stop can come between the end of a lot and its tidying. */
export async function sweepLotFiles({ journal, settings, log }: NodeContext): Promise<void> {
  const live = journal.lots.at("seen", "claimed", "computed", "submitted");
  const kept = new Set(live.map(({ lotId }) => lotId.toString()));
  try {
    for (const name of await readdir(settings.lotsDirectory))
      if (!kept.has(name)) await rm(join(settings.lotsDirectory, name), { recursive: true, force: true });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return;
    log.warn({ because: describe(error) }, "old lot files could not be removed");
  }
}
