import { hasEnded } from "../jobs/[id]/job-phase.ts";
import { progressHub, watchJob } from "./job-watch.ts";

const heartbeatMs = 15_000;

/**
 * A job's life as server-sent events: `job` (the whole JobView) on each change, `progress` (a node's report),
 * a comment as heartbeat. Ends by itself when the job has ended.
 */
export function jobEvents(jobId: string, signal: AbortSignal): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const ends: (() => void)[] = [];
  const stop = () => {
    for (const end of ends.splice(0)) end();
  };
  return new ReadableStream({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      const send = (event: string, data: unknown) =>
        write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
      let ended = false;
      const close = () => {
        ended = true;
        stop();
        controller.close();
      };
      write("retry: 2000\n\n");
      const beat = setInterval(() => write(": still here\n\n"), heartbeatMs);
      ends.push(() => clearInterval(beat));
      for (const report of progressHub().ofJob(jobId)) send("progress", report);
      ends.push(progressHub().subscribe(jobId, (report) => send("progress", report)));
      signal.addEventListener("abort", stop);
      const unwatch = watchJob(jobId, (job) => {
        if (ended) return;
        send("job", job);
        if (hasEnded(job)) close();
      });
      // The first call back may have come, and ended everything, before there was anything to end.
      if (ended) unwatch();
      else ends.push(unwatch);
    },
    cancel: stop,
  });
}
