import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { cache } from "react";
import { type Address, getAddress, isAddress } from "viem";
import { EmptyState } from "../../_components/empty-state.tsx";
import { KeepFresh } from "../../_components/keep-fresh.tsx";
import { PageHeading } from "../../_components/page-heading.tsx";
import { PageProblem } from "../../_components/page-problem.tsx";
import { PageTitle } from "../../_components/page-title.tsx";
import { sharedAs } from "../../_components/shared-as.ts";
import { shortAddress } from "../../_components/short-hash.ts";
import { getDrop, newestSoldWorks, worksOfBuyer, worksToDo } from "../../_data/drops.ts";
import { attempt } from "../../_server/attempt.ts";
import { gallerySettings } from "../../_server/settings.ts";
import { cardOfDrop } from "../../_server/work-record.ts";
import { DropPanel } from "../drop-panel.tsx";
import { DropTerms } from "../drop-terms.tsx";
import { FollowBuyer } from "../follow-buyer.tsx";
import { lookOfDrop } from "../look.ts";
import { LookSamples } from "../look-samples.tsx";
import { WorkList } from "../work-list.tsx";

type Props = {
  params: Promise<{ address: string }>;
  searchParams: Promise<{ buyer?: string | string[] }>;
};

const dropAt = cache(async (address: string) => {
  const drop = await getDrop(address);
  return drop && { drop, card: await cardOfDrop(drop) };
});

async function load(address: string, buyer: Address | undefined) {
  const found = await dropAt(address);
  if (!found) return undefined;
  const [settings, newest, toDo, own] = await Promise.all([
    gallerySettings(),
    newestSoldWorks(found.drop.address),
    worksToDo(found.drop.address),
    buyer ? worksOfBuyer(found.drop.address, buyer) : [],
  ]);
  return { ...found, settings, newest, works: { own, toDo } };
}

export async function generateMetadata({ params }: Pick<Props, "params">): Promise<Metadata> {
  const { address } = await params;
  const { value } = await attempt(() => dropAt(address));
  return sharedAs(value ? value.card.title : `Drop ${shortAddress(address)}`);
}

export default async function DropPage({ params, searchParams }: Props) {
  const { address } = await params;
  const { buyer } = await searchParams;
  if (!isAddress(address, { strict: false })) notFound();
  const account =
    typeof buyer === "string" && isAddress(buyer, { strict: false }) ? getAddress(buyer) : undefined;
  const { value: found, problem } = await attempt(() => load(address, account));
  if (problem)
    return (
      <div className="page py-24">
        <PageTitle>{`Drop ${shortAddress(address)}`}</PageTitle>
        <PageProblem problem={problem} />
      </div>
    );
  if (!found)
    return (
      <div className="page py-24">
        <PageTitle>{`Drop ${shortAddress(address)}`}</PageTitle>
        <EmptyState
          testId="no-drop"
          title="No drop was opened at this address."
          action={
            <Link className="button" href="/drops">
              All drops
            </Link>
          }
        >
          <p>One that was opened a moment ago shows up here by itself.</p>
        </EmptyState>
        <KeepFresh />
      </div>
    );
  const { drop, card, settings, newest, works } = found;
  const look = lookOfDrop(drop);
  return (
    <div className="page">
      <PageTitle>{card.title}</PageTitle>
      <PageHeading title={card.title} eyebrow={`Drop of ${drop.supply} works`}>
        <p>
          The price falls with time, and in the end everybody pays the same. Unaudited: do not put in what you
          cannot lose.
        </p>
      </PageHeading>
      <FollowBuyer buyer={account} />
      <div className="grid gap-x-16 gap-y-14 lg:grid-cols-[minmax(0,7fr)_minmax(20rem,5fr)]">
        <section aria-label="Buying" className="max-w-[34rem] lg:order-2">
          <DropPanel drop={drop} works={works} />
        </section>
        <div className="grid content-start gap-12">
          {look && <LookSamples look={look} />}
          {newest.length > 0 && (
            <section aria-labelledby="sold">
              <h2 id="sold" className="mb-3 font-medium text-sm">
                {newest.length < drop.sold ? `The last ${newest.length} sold` : "Sold"}
              </h2>
              <WorkList works={newest} testId="sold-works" hasBuyers />
            </section>
          )}
          <DropTerms drop={drop} explorerUrl={settings.explorerUrl} />
        </div>
      </div>
    </div>
  );
}
