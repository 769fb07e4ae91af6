import { formatCountdown, formatDuration } from "../_components/format-duration.ts";
import { LocalTime } from "../_components/local-time.tsx";
import type { DropPhase } from "./drop-phase.ts";

/** A moment to come, by the chain's clock. */
function Until({ seconds, nowSeconds }: { seconds: number; nowSeconds: number }) {
  const left = seconds - nowSeconds;
  return (
    <>
      <span className="font-medium tabular-nums">
        {left < 2 * 86_400 ? formatCountdown(left) : formatDuration(left)}
      </span>
      <span className="text-faint">
        , <LocalTime seconds={seconds} />
      </span>
    </>
  );
}

type Props = { phase: DropPhase; isSoldOut: boolean; nowSeconds: number };

/** Where a drop stands, and what comes next. */
export function PhaseLine({ phase, isSoldOut, nowSeconds }: Props) {
  return (
    <p className="text-sm leading-6" data-testid="phase" data-phase={phase.kind}>
      {phase.kind === "before" && (
        <>
          The sale starts in <Until seconds={phase.opensAt} nowSeconds={nowSeconds} />.
        </>
      )}
      {phase.kind === "list" && phase.opensAt !== undefined && (
        <>
          For the list only. Everybody can buy in <Until seconds={phase.opensAt} nowSeconds={nowSeconds} />.
        </>
      )}
      {phase.kind === "list" && phase.opensAt === undefined && (
        <>
          For the list only. The sale ends in <Until seconds={phase.endsAt} nowSeconds={nowSeconds} />.
        </>
      )}
      {phase.kind === "public" && (
        <>
          The sale ends in <Until seconds={phase.endsAt} nowSeconds={nowSeconds} />, or with the last work.
        </>
      )}
      {phase.kind === "settling" && (
        <>
          {isSoldOut ? "Sold out." : "The sale is over."} Now the works are computed and settled. Those that
          nobody posts within <Until seconds={phase.postingEndsAt} nowSeconds={nowSeconds} /> are paid back.
        </>
      )}
      {phase.kind === "settled" && (
        <>{isSoldOut ? "Sold out" : "The sale is over"}, and everything that was sold is settled.</>
      )}
    </p>
  );
}
