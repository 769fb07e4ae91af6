"use client";

import { AddressText } from "../../_components/chain-links.tsx";
import { formatDuration } from "../../_components/format-duration.ts";
import { formatEth } from "../../_components/format-eth.ts";
import { LocalTime } from "../../_components/local-time.tsx";
import type { JobView, LotView, SealView } from "../../_data/views.ts";
import { useChainClock } from "../../_wallet/use-chain-clock.ts";
import { expiresAt, type Windows, wantedSeals, windowEndsAt } from "./job-exits.ts";

const states: Record<LotView["state"], { name: string; color: string; dot: string }> = {
  open: { name: "Open", color: "text-faint", dot: "border-edge" },
  claimed: { name: "Being computed", color: "text-brass", dot: "border-brass bg-brass breathing" },
  submitted: { name: "Delivered", color: "text-soft", dot: "border-good" },
  final: { name: "Final", color: "text-good", dot: "border-good bg-good" },
  refunded: { name: "Refunded", color: "text-bad", dot: "border-bad bg-bad" },
};

function nameOfState(lot: LotView): string {
  if (lot.kind === "assembly") {
    if (lot.openedAt === undefined && lot.state === "open") return "Opens when all others are final";
    if (lot.state === "claimed") return "Being joined";
    if (lot.state === "submitted") return lot.operator ? "Joined" : "Joined by the artist";
  }
  return states[lot.state].name;
}

export const nameOfLot = (lot: { kind: LotView["kind"]; index: number }) =>
  lot.kind === "assembly" ? "Joining" : `Lot ${lot.index + 1}`;

function verdictOf({ isObjection, agreed }: SealView): { text: string; color: string } {
  if (agreed === true) return { text: "agreed", color: "text-good" };
  if (agreed === false)
    return { text: isObjection ? "objected, outvoted" : "differed, outvoted", color: "text-bad" };
  return isObjection ? { text: "objects", color: "text-bad" } : { text: "sealed", color: "text-ink" };
}

function Seal({ seal, explorerUrl }: { seal: SealView; explorerUrl?: string }) {
  const { text, color } = verdictOf(seal);
  return (
    <li className="flex flex-wrap justify-between gap-x-4" data-testid="seal">
      <span>
        <AddressText address={seal.operator} explorerUrl={explorerUrl} />{" "}
        <span className={color}>{text}</span>
        <span className="text-faint"> after {formatDuration(seal.age)}</span>
      </span>
      {seal.payWei && seal.payWei !== "0" && (
        <span className="text-faint tabular-nums">{formatEth(seal.payWei)}</span>
      )}
    </li>
  );
}

/** One mark for each check that was asked for, and for those beyond. */
function SealMarks({ lot, wanted }: { lot: LotView; wanted: number }) {
  const marks = Array.from({ length: Math.max(wanted, lot.seals.length) }, (_, at) => lot.seals[at]);
  return (
    <span
      className="inline-flex items-center gap-1"
      role="img"
      aria-label={`${lot.seals.length} of ${wanted} checks`}
    >
      {marks.map((seal, at) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: a mark is its place
          key={at}
          className={`size-2 rounded-full border ${
            seal === undefined
              ? "border-edge"
              : seal.isObjection || seal.agreed === false
                ? "border-bad bg-bad"
                : "border-good bg-good"
          }`}
        />
      ))}
    </span>
  );
}

type TimeProps = { job: JobView; lot: LotView; rules?: Windows; nowSeconds?: number };

function TimeOf({ job, lot, rules, nowSeconds }: TimeProps) {
  const ends = rules && expiresAt(job, lot, rules);
  if (ends !== undefined && nowSeconds !== undefined && ends <= nowSeconds)
    return <span className="text-bad">overdue</span>;
  const windowEnds = rules && windowEndsAt(job, lot, rules);
  if (lot.state === "claimed" && ends)
    return (
      <>
        due <LocalTime seconds={ends} style="time" />
      </>
    );
  if (lot.state === "submitted" && windowEnds)
    return (
      <>
        decided by <LocalTime seconds={windowEnds} style="time" />
      </>
    );
  if (lot.state === "final" && lot.finalAt !== undefined)
    return <LocalTime seconds={lot.finalAt} style="time" />;
  return null;
}

type RowProps = TimeProps & {
  done: number;
  explorerUrl?: string;
  onChoose: (index: number | undefined) => void;
};

function LotRow({ job, lot, done, rules, nowSeconds, explorerUrl, onChoose }: RowProps) {
  const { color, dot } = states[lot.state];
  const wanted = Number(job.terms.order.attesters) > 0 ? wantedSeals(job, lot) : 0;
  const isComputing = lot.state === "claimed" && lot.kind === "tiles" && done > 0;
  return (
    <li
      className="border-line border-t py-3"
      data-testid="lot"
      data-state={lot.state}
      onMouseEnter={() => onChoose(lot.index)}
      onMouseLeave={() => onChoose(undefined)}
    >
      <div className="grid grid-cols-[auto_1fr_auto] items-baseline gap-x-3">
        <span aria-hidden="true" className={`size-2.5 self-center rounded-full border ${dot}`} />
        <span className="min-w-0">
          <span className="font-medium">{nameOfLot(lot)}</span>
          {lot.kind === "tiles" && (
            <span className="text-faint tabular-nums">
              {" "}
              {isComputing ? `${done} of ` : ""}
              {lot.tiles} {lot.tiles === 1 ? "tile" : "tiles"}
            </span>
          )}
        </span>
        <span className={`text-right ${color}`}>{nameOfState(lot)}</span>
      </div>
      {(lot.operator || lot.priceWei || lot.attempt > 0) && (
        <div className="mt-1 flex flex-wrap items-baseline justify-between gap-x-4 pl-[1.375rem] text-faint">
          <span>
            {lot.operator && <AddressText address={lot.operator} explorerUrl={explorerUrl} />}
            {lot.attempt > 0 && <span className="text-bad"> attempt {lot.attempt + 1}</span>}
          </span>
          <span className="flex flex-wrap items-center justify-end gap-x-3 tabular-nums">
            {wanted > 0 && lot.state !== "claimed" && <SealMarks lot={lot} wanted={wanted} />}
            <span>
              <TimeOf job={job} lot={lot} rules={rules} nowSeconds={nowSeconds} />
            </span>
            {lot.priceWei && <span className="text-soft">{formatEth(lot.priceWei)}</span>}
          </span>
        </div>
      )}
      {lot.seals.length > 0 && (
        <ul className="mt-2 grid gap-1 pl-[1.375rem] text-xs leading-5">
          {lot.seals.map((seal) => (
            <Seal key={seal.operator} seal={seal} explorerUrl={explorerUrl} />
          ))}
        </ul>
      )}
    </li>
  );
}

type Props = Omit<RowProps, "lot" | "done" | "nowSeconds"> & { doneOf: (lot: LotView) => number };

/** All lots of a job: who computes them, who checked, and until when. */
export function LotList({ job, doneOf, ...row }: Props) {
  const nowSeconds = useChainClock();
  const isLong = job.lots.length > 8;
  return (
    <section aria-labelledby="lots" data-testid="lots">
      <h2 id="lots" className="mb-3 font-medium text-sm">
        {job.lots.length === 1 ? "Who works on it" : `${job.lots.length} lots`}
      </h2>
      <div
        className={isLong ? "max-h-[34rem] overflow-y-auto" : undefined}
        {...(isLong && { tabIndex: 0, role: "region", "aria-label": "Lots. Scroll for more." })}
      >
        <ul className="border-line border-b text-sm leading-6">
          {job.lots.map((lot) => (
            <LotRow key={lot.lotId} job={job} lot={lot} done={doneOf(lot)} nowSeconds={nowSeconds} {...row} />
          ))}
        </ul>
      </div>
    </section>
  );
}
