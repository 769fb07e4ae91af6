import type { Metadata } from "next";
import Link from "next/link";
import { getAddress, isAddress } from "viem";
import { KeepFresh } from "../_components/keep-fresh.tsx";
import { PageHeading } from "../_components/page-heading.tsx";
import { PageTitle } from "../_components/page-title.tsx";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import { sharedAs } from "../_components/shared-as.ts";
import { networkStats } from "../_data/health.ts";
import { type HistoryPart, historyParts, listLocks, listSteps } from "../_data/operator-record.ts";
import { operatorShares } from "../_data/operator-shares.ts";
import { getOperator, listOperators } from "../_data/operators.ts";
import { attempt } from "../_server/attempt.ts";
import { escrowRules, unstakeSeconds } from "../_server/chain-facts.ts";
import { gallerySettings } from "../_server/settings.ts";
import { Guide } from "./guide.tsx";
import { HistoryTable } from "./history-table.tsx";
import { LockTable } from "./lock-table.tsx";
import { OperatorDesk } from "./operator-desk.tsx";
import { OperatorList } from "./operator-list.tsx";
import { OperatorTerms } from "./operator-terms.tsx";
import { ShareTable } from "./share-table.tsx";

export const metadata: Metadata = sharedAs(
  "Operate",
  "Run a node, stake for it, and be paid for the pictures that it computes.",
);

type Wanted = { operator?: string | string[]; show?: string | string[]; before?: string | string[] };

async function recordOf(operator: string, part: HistoryPart | undefined, cursor: string | undefined) {
  const [view, locks, shares, history] = await Promise.all([
    getOperator(operator),
    listLocks(operator),
    operatorShares(operator),
    listSteps(operator, { part, cursor }),
  ]);
  return { view, locks, shares, history };
}

function wanted({ operator, show, before }: Wanted) {
  const isNamed = typeof operator === "string" && isAddress(operator, { strict: false });
  return {
    operator: isNamed ? getAddress(operator.toLowerCase()) : undefined,
    part: typeof show === "string" && Object.hasOwn(historyParts, show) ? (show as HistoryPart) : undefined,
    cursor: typeof before === "string" ? before : undefined,
  };
}

export default async function OperatePage({ searchParams }: { searchParams: Promise<Wanted> }) {
  const { operator, part, cursor } = wanted(await searchParams);
  const [record, list, stats, rules, waiting, settings] = await Promise.all([
    operator ? attempt(() => recordOf(operator, part, cursor)) : undefined,
    attempt(listOperators),
    attempt(networkStats),
    attempt(escrowRules),
    attempt(unstakeSeconds),
    attempt(gallerySettings),
  ]);
  const explorerUrl = settings.value?.explorerUrl;
  const { view, locks = [], shares = [], history } = record?.value ?? {};
  return (
    <div className="page">
      <PageTitle>Operate</PageTitle>
      <PageHeading title="Run a node">
        <p>
          A computer of yours computes pictures for other people, and you are paid for each one. Behind every
          node stands an operator: a wallet that stakes, holds the node to its word, and gets the pay.
        </p>
        <p className="mt-5 border-brass border-l-2 pl-4 text-sm leading-6" data-testid="unaudited">
          The contracts are unaudited: nobody outside has reviewed them. Stake no more than you can lose.{" "}
          <Link href="#terms" className="link">
            What can be lost
          </Link>
        </p>
      </PageHeading>
      <div className="grid gap-20">
        <Guide isFolded={view !== undefined} isLocal={settings.value?.chain === "local"} />
        <OperatorDesk
          operator={operator}
          view={view}
          isIndexed={record?.problem === undefined}
          unstakeSeconds={waiting.value}
        >
          {record?.problem && <ProblemPanel problem={record.problem} />}
          {view && (
            <>
              <LockTable locks={locks} />
              {operator && <ShareTable operator={operator} shares={shares} />}
              {history && operator && (
                <HistoryTable
                  operator={operator}
                  history={history}
                  part={part}
                  isLater={cursor !== undefined}
                  explorerUrl={explorerUrl}
                />
              )}
            </>
          )}
        </OperatorDesk>
        <OperatorTerms
          stats={stats.value}
          protocolFeeBps={rules.value?.protocolFeeBps}
          unstakeSeconds={waiting.value}
        />
        <section aria-labelledby="operators">
          <h2 id="operators" className="subtitle mb-6">
            Operators
          </h2>
          {list.problem && <ProblemPanel problem={list.problem} />}
          {list.value && <OperatorList operators={list.value} chosen={operator} />}
        </section>
      </div>
      {(operator || list.problem?.retryable) && <KeepFresh />}
    </div>
  );
}
