import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { getJob } from "../_data/jobs.ts";
import type { JobView } from "../_data/views.ts";
import { processMemory } from "./process-memory.ts";
import { ProgressHub } from "./progress-hub.ts";

export const progressHub = () => processMemory("progress", () => new ProgressHub());

type Listener = (job: JobView) => void;
type Watch = { listeners: Set<Listener>; latest?: string; timer?: NodeJS.Timeout };

const pollMs = 600;
const maxWatchers = 500;
const watches = () => processMemory("job-watches", () => new Map<string, Watch>());

async function poll(jobId: string, watch: Watch): Promise<void> {
  // An index that is away for a while is asked again; the page says so by itself, from /api/health.
  const job = await getJob(jobId).catch(() => undefined);
  const text = JSON.stringify(job);
  if (job && text !== watch.latest) {
    watch.latest = text;
    for (const listener of watch.listeners) listener(job);
  }
  if (watch.listeners.size > 0) watch.timer = setTimeout(() => void poll(jobId, watch), pollMs);
}

/** @throws GALLERY_BUSY when as many are watching as this process takes */
export function requireRoomToWatch(): void {
  let watching = 0;
  for (const { listeners } of watches().values()) watching += listeners.size;
  if (watching >= maxWatchers)
    throw new GraphitiError("GALLERY_BUSY", "Too many people are watching jobs at this moment.", {
      retryable: true,
    });
}

/**
 * Calls back on each change of a job. However many browsers look, the index is asked once per interval.
 * @returns a function that ends the watch
 */
export function watchJob(jobId: string, listener: Listener): () => void {
  const all = watches();
  const watch = all.get(jobId) ?? { listeners: new Set<Listener>() };
  const isNew = watch.listeners.size === 0;
  watch.listeners.add(listener);
  all.set(jobId, watch);
  if (isNew) void poll(jobId, watch);
  else if (watch.latest) listener(JSON.parse(watch.latest));
  return () => {
    watch.listeners.delete(listener);
    if (watch.listeners.size > 0) return;
    clearTimeout(watch.timer);
    if (all.get(jobId) === watch) all.delete(jobId);
  };
}
