import { LocalTime } from "../../_components/local-time.tsx";
import type { Step, StepState } from "./job-phase.ts";

const dots: Record<StepState, string> = {
  done: "bg-ink border-ink",
  now: "bg-brass border-brass breathing",
  later: "border-edge",
  failed: "bg-bad border-bad",
};

const texts: Record<StepState, string> = {
  done: "text-ink",
  now: "text-brass",
  later: "text-faint",
  failed: "text-bad",
};

const spoken: Record<StepState, string> = {
  done: "done",
  now: "under way",
  later: "not yet",
  failed: "ended",
};

/** The steps of a job, one under the other. */
export function JobTimeline({ steps }: { steps: Step[] }) {
  return (
    <ol data-testid="timeline" className="text-sm">
      {steps.map(({ id, name, state, at }, index) => (
        <li
          key={id}
          data-state={state}
          aria-current={state === "now" ? "step" : undefined}
          className="relative flex gap-4 pb-6 last:pb-0"
        >
          {index < steps.length - 1 && (
            <span
              aria-hidden="true"
              className={`absolute top-4 bottom-0 left-[0.28125rem] w-px ${state === "done" ? "bg-faint" : "bg-line"}`}
            />
          )}
          <span
            aria-hidden="true"
            className={`mt-1.5 size-2.5 shrink-0 rounded-full border ${dots[state]}`}
          />
          <span className={`flex grow justify-between gap-4 leading-6 ${texts[state]}`}>
            <span className="tabular-nums">
              {name}
              <span className="sr-only">, {spoken[state]}</span>
            </span>
            <span className="text-faint">{at !== undefined && <LocalTime seconds={at} style="time" />}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
