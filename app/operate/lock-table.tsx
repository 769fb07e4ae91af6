import Link from "next/link";
import { formatEth } from "../_components/format-eth.ts";
import { LocalTime } from "../_components/local-time.tsx";
import type { LockView } from "../_data/views.ts";

const states = { claimed: "Being computed", submitted: "Delivered, not yet final" } as const;
const nameOf = ({ kind, state }: LockView) => (kind === "seal" ? "Checked, not yet final" : states[state]);

/** Lots in flight, and what of the stake stands for each. */
export function LockTable({ locks }: { locks: LockView[] }) {
  return (
    <section aria-labelledby="locks" data-testid="locks">
      <h3 id="locks" className="mb-4 font-medium">
        Lots in flight
      </h3>
      {locks.length === 0 ? (
        <p className="border-line border-y py-5 text-faint text-sm leading-6">None at this moment.</p>
      ) : (
        <ul className="border-line border-b text-sm leading-6">
          {locks.map((lock) => (
            <li
              key={`${lock.lotId} ${lock.kind}`}
              className="grid grid-cols-[1fr_auto] gap-x-6 border-line border-t py-3 sm:grid-cols-[1fr_1fr_1fr_auto]"
              data-testid="lock"
            >
              <span>
                <Link href={`/jobs/${lock.jobId}`} className="link">
                  Job {lock.jobId}, lot {lock.index + 1}
                </Link>
              </span>
              <span className="order-3 text-brass sm:order-none">{nameOf(lock)}</span>
              <span className="order-4 text-right text-faint sm:order-none sm:text-left">
                {lock.state === "claimed" && lock.due !== undefined ? (
                  <>
                    due <LocalTime seconds={lock.due} style="time" />
                  </>
                ) : (
                  lock.submittedAt !== undefined && <LocalTime seconds={lock.submittedAt} style="time" />
                )}
              </span>
              <span className="text-right tabular-nums">
                {formatEth(lock.lockedWei)} <span className="text-faint">locked</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
