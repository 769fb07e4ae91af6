import Link from "next/link";
import { TransactionText } from "../_components/chain-links.tsx";
import { formatEth } from "../_components/format-eth.ts";
import { LocalTime } from "../_components/local-time.tsx";
import { shortAddress } from "../_components/short-hash.ts";
import type { HistoryPart } from "../_data/operator-record.ts";
import type { OperatorStepView, Page } from "../_data/views.ts";
import { skipReasonTexts } from "../_wallet/skip-reasons.ts";

/** How a step is called, and what its amount does: to the operator, away from it, or neither. */
const kinds: Record<OperatorStepView["kind"], { name: string; sign?: "+" | "−" }> = {
  staked: { name: "Staked" },
  unstakeRequested: { name: "Taken out of the stake" },
  unstaked: { name: "Stake taken home" },
  keyRegistered: { name: "Key registered" },
  keyStopped: { name: "Key stopped" },
  claimed: { name: "Claimed" },
  attested: { name: "Checked" },
  passedBy: { name: "Check passed by" },
  paid: { name: "Paid", sign: "+" },
  paidForCheck: { name: "Paid for a check", sign: "+" },
  late: { name: "Late fee", sign: "−" },
  withdrawn: { name: "Withdrawn" },
};

const parts: { part?: HistoryPart; name: string }[] = [
  { name: "Everything" },
  { part: "earnings", name: "Earnings" },
  { part: "checks", name: "Checks" },
  { part: "stake", name: "Stake" },
  { part: "keys", name: "Keys" },
];

const signs = { "+": "text-good", "−": "text-bad" } as const;

function Step({ step, explorerUrl }: { step: OperatorStepView; explorerUrl?: string }) {
  const { name, sign } = kinds[step.kind];
  return (
    <tr className="border-line border-t align-baseline" data-testid="step" data-kind={step.kind}>
      <th scope="row" className="py-3 pr-4 text-left font-normal">
        {name}
        {step.jobId && (
          <>
            {sign ? " for " : " "}
            <Link href={`/jobs/${step.jobId}`} className="link text-soft">
              job {step.jobId}
            </Link>
          </>
        )}
        {step.reason && (
          <Link href="/docs/errors#check_passed_by" className="link block text-faint">
            {skipReasonTexts[step.reason]}
          </Link>
        )}
        {step.key && step.kind.startsWith("key") && (
          <span className="font-mono text-[0.8125rem] text-faint" title={step.key}>
            {" "}
            {shortAddress(step.key)}
          </span>
        )}
        <span className="block text-faint sm:hidden">
          <LocalTime seconds={step.at} />
        </span>
      </th>
      <td className="hidden py-3 pr-4 text-faint sm:table-cell">
        <LocalTime seconds={step.at} />
      </td>
      <td className="hidden py-3 pr-4 text-faint md:table-cell">
        <TransactionText hash={step.hash} explorerUrl={explorerUrl} />
      </td>
      <td
        className={`py-3 text-right tabular-nums ${sign ? signs[sign] : step.kind === "claimed" ? "text-faint" : "text-soft"}`}
      >
        {step.amountWei && (
          <span className="whitespace-nowrap">
            {sign && `${sign} `}
            {step.kind === "claimed" && "at "}
            {formatEth(step.amountWei)}
          </span>
        )}
      </td>
    </tr>
  );
}

type Props = {
  operator: string;
  history: Page<OperatorStepView>;
  part?: HistoryPart;
  /** Whether newer steps were left out before these. */
  isLater: boolean;
  explorerUrl?: string;
};

/** What the operator did and what came of it, newest first. */
export function HistoryTable({ operator, history, part, isLater, explorerUrl }: Props) {
  const hrefOf = (wanted?: HistoryPart, before?: string) => {
    const query = new URLSearchParams({ operator });
    if (wanted) query.set("show", wanted);
    if (before) query.set("before", before);
    return `/operate?${query}`;
  };
  return (
    <section aria-labelledby="history" data-testid="history">
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-8 gap-y-2">
        <h3 id="history" className="font-medium">
          History
        </h3>
        <nav aria-label="Parts of the history" className="-mx-2 flex flex-wrap text-sm">
          {parts.map((each) => (
            <Link
              key={each.name}
              href={hrefOf(each.part)}
              scroll={false}
              aria-current={each.part === part ? "true" : undefined}
              className="px-2 py-2 text-faint transition-colors hover:text-ink aria-[current]:text-ink"
            >
              {each.name}
            </Link>
          ))}
        </nav>
      </div>
      {history.items.length === 0 ? (
        <p className="border-line border-y py-5 text-faint text-sm leading-6">
          {isLater ? "There is nothing older." : "Nothing has happened yet."}
        </p>
      ) : (
        <table className="w-full border-line border-b text-sm">
          <thead className="sr-only">
            <tr>
              <th scope="col">Step</th>
              <th scope="col">Time</th>
              <th scope="col">Transaction</th>
              <th scope="col">Amount</th>
            </tr>
          </thead>
          <tbody>
            {history.items.map((step) => (
              <Step key={step.id} step={step} explorerUrl={explorerUrl} />
            ))}
          </tbody>
        </table>
      )}
      {(history.nextCursor || isLater) && (
        <p className="flex flex-wrap gap-4 pt-6">
          {isLater && (
            <Link className="button" href={hrefOf(part)} scroll={false}>
              Newest
            </Link>
          )}
          {history.nextCursor && (
            <Link className="button" href={hrefOf(part, history.nextCursor)} scroll={false}>
              Earlier
            </Link>
          )}
        </p>
      )}
    </section>
  );
}
