import type { Metadata } from "next";
import Link from "next/link";
import { EmptyState } from "../_components/empty-state.tsx";
import { PageHeading } from "../_components/page-heading.tsx";
import { PageProblem } from "../_components/page-problem.tsx";
import { PageTitle } from "../_components/page-title.tsx";
import { sharedAs } from "../_components/shared-as.ts";
import { attempt } from "../_server/attempt.ts";
import { listedDrops } from "../_server/listed-drops.ts";
import { dropPhase, isOnSale, isOver } from "./drop-phase.ts";
import { DropRows, type ListedDrop } from "./drop-rows.tsx";

export const metadata: Metadata = sharedAs(
  "Drops",
  "Series of generated works at a falling price, at which everybody pays the same in the end.",
);

type Props = { searchParams: Promise<{ before?: string | string[] }> };

const phaseOf = ({ drop, now }: ListedDrop) => dropPhase(drop, drop, now);
const groups = [
  { title: "On sale", belongs: (drop: ListedDrop) => isOnSale(phaseOf(drop)) },
  { title: "Coming", belongs: (drop: ListedDrop) => phaseOf(drop).kind === "before" },
  { title: "Over", belongs: (drop: ListedDrop) => isOver(phaseOf(drop)) },
] as const;

export default async function DropsPage({ searchParams }: Props) {
  const { before } = await searchParams;
  const cursor = typeof before === "string" ? before : undefined;
  const { value: list, problem } = await attempt(() => listedDrops({}, cursor));
  return (
    <div className="page">
      <PageTitle>Drops</PageTitle>
      <PageHeading title="Drops">
        <p>
          Series of generated works, each with a seed that nobody knew before it was bought. The price falls
          with time, and in the end everybody pays the same.
        </p>
      </PageHeading>
      {problem && <PageProblem problem={problem} />}
      {list && list.drops.length === 0 && (
        <EmptyState
          testId="no-drops"
          title="No drop was opened on this chain yet."
          action={
            <Link href="/drops/new" className="button button-primary">
              Open a drop
            </Link>
          }
        >
          <p>Anybody can open one: choose a look, a number of works and a price.</p>
        </EmptyState>
      )}
      {list && list.drops.length > 0 && (
        <div className="grid gap-14">
          {groups.map(({ title, belongs }) => {
            const drops = list.drops.filter(belongs);
            return (
              drops.length > 0 && (
                <section key={title} aria-label={title}>
                  <h2 className="subtitle mb-4">{title}</h2>
                  <DropRows drops={drops} />
                </section>
              )
            );
          })}
          <p className="flex flex-wrap gap-4">
            <Link className="button button-primary" href="/drops/new">
              Open a drop
            </Link>
            {list.nextCursor && (
              <Link className="button" href={`/drops?before=${list.nextCursor}`}>
                Earlier drops
              </Link>
            )}
          </p>
        </div>
      )}
    </div>
  );
}
