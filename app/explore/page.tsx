import type { Metadata } from "next";
import Link from "next/link";
import { EmptyState } from "../_components/empty-state.tsx";
import { PageHeading } from "../_components/page-heading.tsx";
import { PageProblem } from "../_components/page-problem.tsx";
import { PageTitle } from "../_components/page-title.tsx";
import { sharedAs } from "../_components/shared-as.ts";
import { shortAddress } from "../_components/short-hash.ts";
import { WallKeys } from "../_components/wall-keys.tsx";
import { collectionFigures } from "../_data/market-figures.ts";
import { attempt } from "../_server/attempt.ts";
import { serviceFamilies, worksOnPage } from "../_server/works-on-page.ts";
import { EndlessWall } from "./endless-wall.tsx";
import { Figures } from "./figures.tsx";
import { FilterForm } from "./filter-form.tsx";
import { explorePath, type Filters, loadFilters } from "./filters.ts";
import { SetOffer } from "./set-offer.tsx";

export const metadata: Metadata = sharedAs(
  "Explore",
  "Works whose every pixel can be checked: for sale, by auction, by service, size and price.",
);

async function lookFor(filters: Filters) {
  const [families, figures, found] = await Promise.all([
    serviceFamilies(),
    collectionFigures(),
    worksOnPage(filters),
  ]);
  return { families, figures, ...found };
}

function Nothing({ filters, total }: { filters: Filters; total: number }) {
  const isBeyond = total > 0;
  return (
    <EmptyState
      testId="nothing-found"
      title={isBeyond ? "There is no such page." : "Nothing is like that."}
      action={
        <Link className="button" href={isBeyond ? explorePath(filters) : "/explore"}>
          {isBeyond ? "To the first page" : "Show everything"}
        </Link>
      }
    >
      <p>
        {isBeyond
          ? "The works that you look for are on earlier pages."
          : "No work on this chain fits all of it. Ask for less, or look at everything."}
      </p>
    </EmptyState>
  );
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function ExplorePage({ searchParams }: Props) {
  const filters = await loadFilters(searchParams);
  const { value: found, problem } = await attempt(() => lookFor(filters));
  return (
    <div className="page">
      <PageTitle>Explore</PageTitle>
      <PageHeading title={filters.artist ? `Works of ${shortAddress(filters.artist)}` : "Explore"}>
        <p>
          Or buy works before they exist, in{" "}
          <Link className="link" href="/drops">
            drops
          </Link>
          .
        </p>
      </PageHeading>
      {problem && <PageProblem problem={problem} />}
      {found && (
        <>
          <Figures {...found.figures} />
          <FilterForm filters={filters} families={found.families} />
          <p className="py-6 text-faint text-sm tabular-nums" aria-live="polite" data-testid="found">
            {found.total === 1 ? "1 work" : `${found.total.toLocaleString("en-GB")} works`}
          </p>
          {found.total > 1 && (
            <SetOffer key={`offer ${explorePath(filters)}`} filters={filters} total={found.total} />
          )}
          {found.works.length > 0 ? (
            <EndlessWall
              key={explorePath(filters)}
              first={found.works}
              filters={filters}
              pages={found.pages}
            />
          ) : (
            <Nothing filters={filters} total={found.total} />
          )}
          <WallKeys />
        </>
      )}
    </div>
  );
}
