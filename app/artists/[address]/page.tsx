import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getAddress, isAddress } from "viem";
import { EmptyState } from "../../_components/empty-state.tsx";
import { formatEth } from "../../_components/format-eth.ts";
import { PageHeading } from "../../_components/page-heading.tsx";
import { PageProblem } from "../../_components/page-problem.tsx";
import { PageTitle } from "../../_components/page-title.tsx";
import { sharedAs } from "../../_components/shared-as.ts";
import { shortAddress } from "../../_components/short-hash.ts";
import { Wall } from "../../_components/wall.tsx";
import { exploreTokens } from "../../_data/explore.ts";
import { royaltiesOf } from "../../_data/market-figures.ts";
import { attempt } from "../../_server/attempt.ts";
import { hiddenIds } from "../../_server/curation/hidden-works.ts";
import { listedDrops } from "../../_server/listed-drops.ts";
import { wallWorks } from "../../_server/wall-works.ts";
import { DropRows } from "../../drops/drop-rows.tsx";
import { MarketCredit } from "../../portfolio/market-credit.tsx";

type Props = { params: Promise<{ address: string }> };

const mostShown = 48;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { address } = await params;
  return sharedAs(`Artist ${shortAddress(address)}`);
}

async function artistOf(text: string) {
  const artist = getAddress(text);
  const all = { skip: 0, take: mostShown };
  const without = await hiddenIds();
  const [made, onSale, royalties, { drops }] = await Promise.all([
    exploreTokens({ artist, without, sort: "newest" }, all),
    exploreTokens({ artist, without, sale: "any", sort: "newest" }, { skip: 0, take: 1 }),
    royaltiesOf(artist),
    listedDrops({ artist }),
  ]);
  const works = await wallWorks(made.tokens);
  return { artist, total: made.total, onSale: onSale.total, royalties, drops, works };
}

/** Who posted the jobs of works, by address: names are whatever an art card says, and prove nothing. */
export default async function ArtistPage({ params }: Props) {
  const { address } = await params;
  if (!isAddress(address, { strict: false })) notFound();
  const { value: found, problem } = await attempt(() => artistOf(address));
  return (
    <div className="page">
      <PageTitle>{`Artist ${shortAddress(address)}`}</PageTitle>
      <PageHeading title={`Artist ${shortAddress(address)}`}>
        <p className="break-all font-mono text-faint text-sm">{address}</p>
      </PageHeading>
      {problem && <PageProblem problem={problem} />}
      {found && (
        <>
          <dl
            className="flex flex-wrap gap-x-10 gap-y-3 pb-10 text-sm tabular-nums"
            data-testid="artist-figures"
          >
            <div>
              <dt className="text-faint">Works</dt>
              <dd>{found.total.toLocaleString("en-GB")}</dd>
            </div>
            <div>
              <dt className="text-faint">For sale</dt>
              <dd>
                <Link className="link" href={`/explore?artist=${found.artist}&sale=any`}>
                  {found.onSale.toLocaleString("en-GB")}
                </Link>
              </dd>
            </div>
            <div>
              <dt className="text-faint">Royalties received here</dt>
              <dd>
                {formatEth(found.royalties.royaltiesWei)}, by {found.royalties.sales.toLocaleString("en-GB")}{" "}
                {found.royalties.sales === 1 ? "sale" : "sales"}
              </dd>
            </div>
          </dl>
          <div className="pb-10 empty:hidden">
            <MarketCredit account={found.artist} />
          </div>
          {found.drops.length > 0 && (
            <section aria-label="Drops" className="pb-14" data-testid="artist-drops">
              <h2 className="subtitle mb-4">Drops</h2>
              <DropRows drops={found.drops} />
            </section>
          )}
          {found.works.length > 0 ? (
            <Wall works={found.works} />
          ) : (
            <EmptyState testId="no-works" title="No works from this wallet.">
              <p>Nothing that it posted was minted on this chain yet.</p>
            </EmptyState>
          )}
          {found.total > found.works.length && (
            <p className="pt-16 text-center">
              <Link className="button" href={`/explore?artist=${found.artist}`}>
                All {found.total.toLocaleString("en-GB")} works
              </Link>
            </p>
          )}
        </>
      )}
    </div>
  );
}
