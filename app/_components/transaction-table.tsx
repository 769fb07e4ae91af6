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

const count = new Intl.NumberFormat("en-GB");

type Props = { transactions: TransactionView[]; explorerUrl?: string };

/** Each transaction of a job with the gas it took. */
export function TransactionTable({ transactions, explorerUrl }: Props) {
  const total = transactions.reduce((sum, each) => sum + BigInt(each.gasUsed), 0n);
  return (
    <table className="w-full border-line border-b text-left text-sm" data-testid="transactions">
      <thead className="sr-only">
        <tr>
          <th scope="col">Step</th>
          <th scope="col">Transaction</th>
          <th scope="col">Time</th>
          <th scope="col">Gas</th>
        </tr>
      </thead>
      <tbody>
        {transactions.map(({ kind, hash, gasUsed, at }) => (
          <tr key={hash} className="border-line border-t">
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
        ))}
        <tr className="border-line border-t">
          <th scope="row" className="py-2.5 pr-4 font-normal text-faint">
            Gas in all
          </th>
          <td className="hidden sm:table-cell" />
          <td />
          <td className="py-2.5 text-right tabular-nums" data-testid="gas-total">
            {count.format(total)}
          </td>
        </tr>
      </tbody>
    </table>
  );
}
