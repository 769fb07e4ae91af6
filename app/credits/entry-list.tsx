import Link from "next/link";
import { TransactionText } from "../_components/chain-links.tsx";
import { formatEth } from "../_components/format-eth.ts";
import { LocalTime } from "../_components/local-time.tsx";
import type { CreditEntryView, Page } from "../_data/views.ts";

const reasons: Record<CreditEntryView["reason"], string> = {
  work: "Pay for work on",
  check: "Pay for a check of",
  protocolFee: "Protocol fee of",
  unspent: "Not spent on",
  refund: "Refund of",
  lateFee: "Late fee of a node in",
  burned: "Burned after a lost vote on",
  withdrawn: "Taken home",
};

function Entry({ entry, explorerUrl }: { entry: CreditEntryView; explorerUrl?: string }) {
  const isOut = entry.reason === "withdrawn";
  return (
    <li className="grid grid-cols-[1fr_auto] gap-x-6 border-line border-t py-3" data-testid="credit-entry">
      <span>
        {reasons[entry.reason]}
        {entry.jobId && (
          <>
            {" "}
            <Link href={`/jobs/${entry.jobId}`} className="link">
              job {entry.jobId}
            </Link>
            {entry.lotIndex !== undefined && <span className="text-faint">, lot {entry.lotIndex + 1}</span>}
          </>
        )}
      </span>
      <span className={`text-right tabular-nums ${isOut ? "text-soft" : "text-good"}`}>
        {isOut ? "−" : "+"} {formatEth(entry.amountWei)}
      </span>
      <span className="col-span-2 flex flex-wrap gap-x-4 text-faint text-xs leading-5">
        <LocalTime seconds={entry.at} />
        <TransactionText hash={entry.hash} explorerUrl={explorerUrl} />
      </span>
    </li>
  );
}

type Props = { account: string; entries: Page<CreditEntryView>; isLater: boolean; explorerUrl?: string };

/** Where an account's credit came from, newest first. */
export function EntryList({ account, entries, isLater, explorerUrl }: Props) {
  return (
    <section aria-labelledby="entries" className="mt-16 max-w-3xl" data-testid="credit-entries">
      <h2 id="entries" className="subtitle mb-2">
        Where it came from
      </h2>
      <p className="mb-5 break-all font-mono text-faint text-xs">{account}</p>
      {entries.items.length === 0 ? (
        <p className="border-line border-y py-5 text-faint text-sm leading-6">
          {isLater ? "There is nothing older." : "Nothing was ever credited to this wallet."}
        </p>
      ) : (
        <ul className="border-line border-b text-sm leading-6">
          {entries.items.map((entry) => (
            <Entry key={entry.id} entry={entry} explorerUrl={explorerUrl} />
          ))}
        </ul>
      )}
      {(isLater || entries.nextCursor) && (
        <p className="flex flex-wrap gap-4 pt-6">
          {isLater && (
            <Link className="button" href={`/credits?account=${account}`}>
              Newest
            </Link>
          )}
          {entries.nextCursor && (
            <Link className="button" href={`/credits?account=${account}&before=${entries.nextCursor}`}>
              Earlier
            </Link>
          )}
        </p>
      )}
    </section>
  );
}
