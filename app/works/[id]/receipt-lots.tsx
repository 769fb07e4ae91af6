import { AddressText } from "../../_components/chain-links.tsx";
import { formatDuration } from "../../_components/format-duration.ts";
import { formatEth } from "../../_components/format-eth.ts";
import { LocalTime } from "../../_components/local-time.tsx";
import type { JobView, LotView, SealView } from "../../_data/views.ts";

function wordOf({ agreed, isObjection }: SealView): { text: string; color: string } {
  if (agreed) return { text: "agreed", color: "text-good" };
  return { text: isObjection ? "objected" : "differed", color: "text-bad" };
}

function Checks({ lot, explorerUrl }: { lot: LotView; explorerUrl?: string }) {
  if (lot.seals.length === 0) return null;
  return (
    <ul>
      {lot.seals.map((seal) => {
        const { text, color } = wordOf(seal);
        return (
          <li key={seal.operator} className="flex flex-wrap justify-between gap-x-4">
            <span>
              <span className={color}>{text}</span>{" "}
              <AddressText address={seal.operator} explorerUrl={explorerUrl} />
              <span className="text-faint"> after {formatDuration(seal.age)}</span>
            </span>
            {seal.payWei && <span className="text-faint tabular-nums">{formatEth(seal.payWei)}</span>}
          </li>
        );
      })}
    </ul>
  );
}

/** Claimed, submitted, final: the claim's time follows from when it was due. */
function Times({ job, lot }: { job: JobView; lot: LotView }) {
  const claimedAt = lot.due === undefined ? undefined : lot.due - Number(job.terms.order.claimSeconds);
  const steps = [
    { name: "claimed", at: claimedAt },
    { name: "submitted", at: lot.submittedAt },
    { name: "final", at: lot.finalAt },
  ].filter(({ at }) => at !== undefined);
  return (
    <p className="text-faint">
      {steps.map(({ name, at = 0 }, index) => (
        <span key={name}>
          {index > 0 && ", "}
          {name} <LocalTime seconds={at} style="time" />
        </span>
      ))}
    </p>
  );
}

type Props = { job: JobView; explorerUrl?: string };

function LotEntry({ job, lot, explorerUrl }: Props & { lot: LotView }) {
  const name =
    lot.kind === "assembly"
      ? "Joining"
      : job.lots.length === 1
        ? "The whole picture"
        : `Lot ${lot.index + 1}, tiles ${lot.firstTile + 1}–${lot.firstTile + lot.tiles}`;
  return (
    <li className="border-line border-t py-3" data-testid="receipt-lot">
      <p className="flex flex-wrap justify-between gap-x-4">
        <span>{name}</span>
        {lot.priceWei && <span className="tabular-nums">{formatEth(lot.priceWei)}</span>}
      </p>
      <p className="text-faint">
        {lot.operator ? "by " : "joined by the artist, unpaid"}
        {lot.operator && <AddressText address={lot.operator} explorerUrl={explorerUrl} />}
        {lot.attempt > 0 && `, at the ${lot.attempt + 1}. attempt`}
      </p>
      <Times job={job} lot={lot} />
      <Checks lot={lot} explorerUrl={explorerUrl} />
    </li>
  );
}

/** Who computed each lot, who checked it, what it cost and when. Long lists are folded. */
export function ReceiptLots({ job, explorerUrl }: Props) {
  const seals = job.lots.flatMap((lot) => lot.seals);
  const agreed = seals.filter((seal) => seal.agreed).length;
  const summary =
    seals.length === 0
      ? job.terms.order.attesters === "0"
        ? "Nobody was asked to check."
        : "Operators were asked to check, but none came in time."
      : `${agreed} of ${seals.length} checks agreed${agreed === seals.length ? "" : "; those who did not were outvoted"}.`;
  const list = (
    <ul>
      {job.lots.map((lot) => (
        <LotEntry key={lot.lotId} job={job} lot={lot} explorerUrl={explorerUrl} />
      ))}
    </ul>
  );
  return (
    <section aria-labelledby="lots" className="mt-12" data-testid="receipt-lots">
      <h3 id="lots" className="subtitle mb-2">
        Who computed and who checked
      </h3>
      <p className="mb-4 text-soft">{summary}</p>
      {job.lots.length > 4 ? (
        <details className="border-line border-y py-3">
          <summary className="py-1 marker:text-faint">All {job.lots.length} lots</summary>
          <div className="mt-3">{list}</div>
        </details>
      ) : (
        <div className="border-line border-b">{list}</div>
      )}
    </section>
  );
}
