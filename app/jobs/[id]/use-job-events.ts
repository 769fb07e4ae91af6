"use client";

import { useEffect, useState } from "react";
import type { JobView } from "../../_data/views.ts";
import type { ReportedProgress } from "../../_server/progress-hub.ts";
import { hasEnded } from "./job-phase.ts";

export type Liveness = "connecting" | "live" | "lost" | "ended";

/** A job as it is now, and what nodes report about it, without reloading. Reconnects by itself. */
export function useJobEvents(initial: JobView) {
  const [job, setJob] = useState(initial);
  const [reports, setReports] = useState<ReportedProgress[]>([]);
  const [liveness, setLiveness] = useState<Liveness>(hasEnded(initial) ? "ended" : "connecting");

  useEffect(() => setJob(initial), [initial]);

  const ended = hasEnded(job);
  useEffect(() => {
    if (ended) {
      setLiveness("ended");
      return;
    }
    const source = new EventSource(`/api/jobs/${initial.jobId}/events`);
    source.addEventListener("open", () => setLiveness("live"));
    source.addEventListener("error", () => setLiveness("lost"));
    source.addEventListener("job", (event) => setJob(JSON.parse(event.data)));
    source.addEventListener("progress", (event) => {
      const report: ReportedProgress = JSON.parse(event.data);
      setReports((known) => [report, ...known.filter((each) => each.lotId !== report.lotId)]);
    });
    return () => source.close();
  }, [initial.jobId, ended]);

  return { job, reports, liveness };
}
