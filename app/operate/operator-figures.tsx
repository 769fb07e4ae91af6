import type { ReactNode } from "react";
import { formatEth } from "../_components/format-eth.ts";
import type { OperatorView } from "../_data/views.ts";
import type { OperatorMoney } from "./use-operator-money.ts";

type FigureProps = { name: string; wei: bigint | undefined; testId: string; children?: ReactNode };

function Figure({ name, wei, testId, children }: FigureProps) {
  return (
    <div className="border-line border-t py-5">
      <dt className="text-faint text-sm">{name}</dt>
      <dd className="mt-1">
        <span
          className="block min-h-9 text-2xl tabular-nums tracking-[-0.03em] sm:text-[1.75rem]"
          data-testid={testId}
        >
          {wei === undefined ? <span className="breathing text-faint">…</span> : formatEth(wei)}
        </span>
        <span className="block min-h-5 text-faint text-xs leading-5">{children}</span>
      </dd>
    </div>
  );
}

type Props = { money?: OperatorMoney; view?: OperatorView; isIndexed: boolean };

/** Where an operator's money is, and what it has come to. */
export function OperatorFigures({ money, view, isIndexed }: Props) {
  const late = view?.lateLots ?? 0;
  const done = view?.finalLots ?? 0;
  const checks = view?.checkedLots ?? 0;
  return (
    <dl
      className="grid grid-cols-2 gap-x-6 border-line border-b lg:grid-cols-4 lg:gap-x-10"
      data-testid="figures"
    >
      <Figure name="Free stake" wei={money?.free} testId="free">
        for new lots
      </Figure>
      <Figure name="Locked stake" wei={money?.locked} testId="locked">
        behind lots in flight
      </Figure>
      <Figure name="To withdraw" wei={money?.credit} testId="credit">
        credit of this wallet
      </Figure>
      <Figure name="Earned in all" wei={isIndexed ? BigInt(view?.earnedWei ?? 0) : undefined} testId="earned">
        {isIndexed &&
          `${done.toLocaleString("en-GB")} ${done === 1 ? "lot" : "lots"} done, ${checks.toLocaleString("en-GB")} checked, ${late.toLocaleString("en-GB")} late`}
        {late > 0 && view && <span className="text-bad"> ({formatEth(view.lateFeesWei)} in late fees)</span>}
      </Figure>
    </dl>
  );
}
