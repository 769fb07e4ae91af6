import Link from "next/link";
import { EmptyState } from "../_components/empty-state.tsx";
import { formatEth } from "../_components/format-eth.ts";
import { shortAddress } from "../_components/short-hash.ts";
import type { OperatorView } from "../_data/views.ts";

const cell = "py-3 pr-4 text-right tabular-nums last:pr-0";
const wide = `${cell} hidden sm:table-cell`;

function Row({ operator, isChosen }: { operator: OperatorView; isChosen: boolean }) {
  const { address, finalLots, lateLots } = operator;
  return (
    <tr className="border-line border-t" data-testid="operator-row">
      <th scope="row" className="py-3 pr-4 text-left font-normal">
        <Link
          href={`/operate?operator=${address}`}
          aria-current={isChosen ? "true" : undefined}
          className="link font-mono text-[0.8125rem] aria-[current]:text-brass"
          title={address}
        >
          {shortAddress(address)}
        </Link>
      </th>
      <td className={cell}>{formatEth(operator.stakeWei, 4)}</td>
      <td className={wide}>{formatEth(operator.lockedWei, 4)}</td>
      <td className={cell}>{finalLots.toLocaleString("en-GB")}</td>
      <td className={`py-3 text-right tabular-nums sm:pr-4 ${lateLots > 0 ? "text-bad" : "text-faint"}`}>
        {lateLots.toLocaleString("en-GB")}
      </td>
      <td className={wide}>{formatEth(operator.earnedWei)}</td>
      <td className={wide}>{operator.keys.filter(({ isActive }) => isActive).length}</td>
    </tr>
  );
}

/** Everybody who staked or registered a key, those who earned most first. */
export function OperatorList({ operators, chosen }: { operators: OperatorView[]; chosen?: string }) {
  if (operators.length === 0)
    return (
      <EmptyState testId="no-operators" title="Nobody operates a node here yet.">
        <p>The first to stake has the whole field.</p>
      </EmptyState>
    );
  return (
    <table className="w-full border-line border-b text-sm" data-testid="operators">
      <thead className="text-faint">
        <tr>
          <th scope="col" className="pr-4 pb-3 text-left font-normal">
            Operator
          </th>
          <th scope="col" className="pr-4 pb-3 text-right font-normal">
            Stake
          </th>
          <th scope="col" className="hidden pr-4 pb-3 text-right font-normal sm:table-cell">
            Locked
          </th>
          <th scope="col" className="pr-4 pb-3 text-right font-normal">
            Lots
          </th>
          <th scope="col" className="pb-3 text-right font-normal sm:pr-4">
            Late
          </th>
          <th scope="col" className="hidden pr-4 pb-3 text-right font-normal sm:table-cell">
            Earned
          </th>
          <th scope="col" className="hidden pb-3 text-right font-normal sm:table-cell">
            Keys
          </th>
        </tr>
      </thead>
      <tbody>
        {operators.map((operator) => (
          <Row key={operator.address} operator={operator} isChosen={operator.address === chosen} />
        ))}
      </tbody>
    </table>
  );
}
