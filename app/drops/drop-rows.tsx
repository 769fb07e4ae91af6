import Link from "next/link";
import { formatEth } from "../_components/format-eth.ts";
import { LocalTime } from "../_components/local-time.tsx";
import { shortAddress } from "../_components/short-hash.ts";
import type { DropView } from "../_data/drops.ts";
import { type DropPhase, dropPhase, priceOfDrop } from "./drop-phase.ts";

export type ListedDrop = { drop: DropView; title: string; now: number };

function Moment({ drop, phase }: { drop: DropView; phase: DropPhase }) {
  if (phase.kind === "before")
    return (
      <>
        starts <LocalTime seconds={drop.startsAt} />
      </>
    );
  if ("clearingWei" in phase) return <>{drop.soldOutAt ? "sold out" : "over"}</>;
  return (
    <>
      {phase.kind === "list" ? "for its list, " : ""}ends <LocalTime seconds={drop.endsAt} />
    </>
  );
}

/** Drops one under another, each with its price at this moment. */
export function DropRows({ drops }: { drops: readonly ListedDrop[] }) {
  return (
    <ul className="border-line border-b">
      {drops.map(({ drop, title, now }) => {
        const phase = dropPhase(drop, drop, now);
        const wei = "clearingWei" in phase ? phase.clearingWei : priceOfDrop(drop, now);
        return (
          <li
            key={drop.address}
            className="flex flex-wrap items-baseline gap-x-8 gap-y-1 border-line border-t py-4"
            data-testid="drop-row"
            data-phase={phase.kind}
          >
            <Link
              href={`/drops/${drop.address}`}
              className="link min-w-48 flex-1 basis-full sm:basis-0"
              prefetch={false}
            >
              {title}
            </Link>
            <span className="text-soft text-sm">
              by{" "}
              <Link
                href={`/artists/${drop.artist}`}
                className="link font-mono text-[0.8125rem]"
                prefetch={false}
              >
                {shortAddress(drop.artist)}
              </Link>
            </span>
            <span className="text-sm tabular-nums">{formatEth(wei)}</span>
            <span className="text-faint text-sm tabular-nums">
              {drop.sold} of {drop.supply} sold
            </span>
            <span className="text-faint text-sm tabular-nums">
              <Moment drop={drop} phase={phase} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
