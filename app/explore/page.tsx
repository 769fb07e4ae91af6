import type { Metadata } from "next";
import Link from "next/link";
import { EmptyState } from "../_components/empty-state.tsx";
import { PageHeading } from "../_components/page-heading.tsx";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import { shortAddress } from "../_components/short-hash.ts";
import { Wall } from "../_components/wall.tsx";
import { exploreTokens } from "../_data/explore.ts";
import { collectionFigures } from "../_data/market-figures.ts";
import { listServices } from "../_data/services.ts";
import { attempt } from "../_server/attempt.ts";
import { wallWorks } from "../_server/wall-works.ts";
import { Figures } from "./figures.tsx";
import { FilterForm } from "./filter-form.tsx";
import { explorePath, type Filters, loadFilters } from "./filters.ts";
import { PageLinks } from "./page-links.tsx";

export const metadata: Metadata = {
  title: "Explore",
  description: "Works whose every pixel can be checked: for sale, by auction, by service, size and price.",
};

const perPage = 24;

/** The first word of a service's name: all sizes and strengths of one network. */
const familyOf = (service: string) => service.split("-", 1)[0] ?? service;

async function lookFor(filters: Filters) {
  const services = await listServices();
  const families = [...new Set(services.map(({ name }) => familyOf(name)))];
  const isKnown = families.some((family) => family === filters.service);
  const { page, service, artist, sale, least, most, longest, sort } = filters;
  const wanted = services.filter(({ name }) => familyOf(name) === service).map(({ serviceId }) => serviceId);
  const [{ tokens, total }, figures] = await Promise.all([
    exploreTokens(
      {
        ...{ sort, sale: sale ?? undefined, artist: artist ?? undefined, longest: longest ?? undefined },
        ...{ leastWei: least ?? undefined, mostWei: most ?? undefined },
        serviceIds: isKnown ? wanted : undefined,
      },
      { skip: page * perPage, take: perPage },
    ),
    collectionFigures(),
  ]);
  return { families, figures, total, works: await wallWorks(tokens) };
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
      <PageHeading title={filters.artist ? `Works of ${shortAddress(filters.artist)}` : "Explore"}>
        <p>
          Or buy works before they exist, in{" "}
          <Link className="link" href="/drops">
            drops
          </Link>
          .
        </p>
      </PageHeading>
      {problem && <ProblemPanel problem={problem} />}
      {found && (
        <>
          <Figures {...found.figures} />
          <FilterForm filters={filters} families={found.families} />
          <p className="py-6 text-faint text-sm tabular-nums" aria-live="polite" data-testid="found">
            {found.total === 1 ? "1 work" : `${found.total.toLocaleString("en-GB")} works`}
          </p>
          {found.works.length > 0 ? (
            <Wall works={found.works} />
          ) : (
            <Nothing filters={filters} total={found.total} />
          )}
          {found.works.length > 0 && (
            <PageLinks
              page={filters.page}
              pages={Math.ceil(found.total / perPage)}
              pathOf={(page) => explorePath(filters, page)}
            />
          )}
        </>
      )}
    </div>
  );
}
