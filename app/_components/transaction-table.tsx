import type { TransactionView } from "../_data/views.ts";
import { TransactionText } from "./chain-links.tsx";
import { LocalTime } from "./local-time.tsx";

const names: Record<TransactionView["kind"], string> = {
  posted: "Post",
  claimed: "Claim",
  submitted: "Submit",
  assembled: "Join by the artist",
  attested: "Check",
  finalised: "Finalise",
  expired: "Expire",
  refunded: "Refund",
  closed: "Close",
  minted: "Mint",
};

/** More than these are shown by their kind, each kind to be opened. */
const mostInOneList = 12;

const count = new Intl.NumberFormat("en-GB");
const gasOf = (transactions: TransactionView[]) =>
  transactions.reduce((sum, { gasUsed }) => sum + BigInt(gasUsed), 0n);

type Props = { transactions: TransactionView[]; explorerUrl?: string };

function Row({ kind, hash, gasUsed, at, explorerUrl }: TransactionView & { explorerUrl?: string }) {
  return (
    <tr className="border-line border-t">
      <th scope="row" className="py-2.5 pr-4 font-normal">
        {names[kind]}
      </th>
      <td className="hidden py-2.5 pr-4 text-faint sm:table-cell">
        <TransactionText hash={hash} explorerUrl={explorerUrl} />
      </td>
      <td className="py-2.5 pr-4 text-faint">
        <LocalTime seconds={at} style="time" />
      </td>
      <td className="py-2.5 text-right tabular-nums">{count.format(BigInt(gasUsed))}</td>
    </tr>
  );
}

function Rows({ transactions, explorerUrl }: Props) {
  return (
    <table className="w-full text-left text-sm">
      <thead className="sr-only">
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Transaction</th>
          <th scope="col">Time</th>
          <th scope="col">Gas</th>
        </tr>
      </thead>
      <tbody>
        {transactions.map((each) => (
          <Row key={each.hash} {...each} explorerUrl={explorerUrl} />
        ))}
      </tbody>
    </table>
  );
}

function Kind({ transactions, explorerUrl }: Props) {
  const [first] = transactions;
  if (!first || transactions.length === 1)
    return <Rows transactions={transactions} explorerUrl={explorerUrl} />;
  return (
    <details className="border-line border-t">
      <summary className="flex justify-between gap-4 py-2.5 text-sm">
        <span>
          {names[first.kind]} <span className="text-faint">{transactions.length} times</span>
        </span>
        <span className="tabular-nums">{count.format(gasOf(transactions))}</span>
      </summary>
      <div className="pl-4">
        <Rows transactions={transactions} explorerUrl={explorerUrl} />
      </div>
    </details>
  );
}

/** Each transaction of a job with the gas it took; many of them by their kind. */
export function TransactionTable({ transactions, explorerUrl }: Props) {
  const kinds = [...new Set(transactions.map(({ kind }) => kind))];
  return (
    <div className="border-line border-b" data-testid="transactions">
      {transactions.length <= mostInOneList ? (
        <Rows transactions={transactions} explorerUrl={explorerUrl} />
      ) : (
        kinds.map((kind) => (
          <Kind
            key={kind}
            transactions={transactions.filter((each) => each.kind === kind)}
            explorerUrl={explorerUrl}
          />
        ))
      )}
      <p className="flex justify-between gap-4 border-line border-t py-2.5 text-sm">
        <span className="text-faint">Gas in all</span>
        <span className="tabular-nums" data-testid="gas-total">
          {count.format(gasOf(transactions))}
        </span>
      </p>
    </div>
  );
}
