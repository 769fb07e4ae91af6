import type { Metadata } from "next";
import { isAddress } from "viem";
import { KeepFresh } from "../_components/keep-fresh.tsx";
import { PageHeading } from "../_components/page-heading.tsx";
import { PageTitle } from "../_components/page-title.tsx";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import { listCreditEntries } from "../_data/credits.ts";
import { attempt } from "../_server/attempt.ts";
import { gallerySettings } from "../_server/settings.ts";
import { CreditPanel } from "./credit-panel.tsx";
import { EntryList } from "./entry-list.tsx";
import { FollowAccount } from "./follow-account.tsx";

export const metadata: Metadata = { robots: { index: false } };

type Props = { searchParams: Promise<{ account?: string | string[]; before?: string | string[] }> };

export default async function CreditsPage({ searchParams }: Props) {
  const { account: named, before } = await searchParams;
  const account = typeof named === "string" && isAddress(named, { strict: false }) ? named : undefined;
  const cursor = typeof before === "string" ? before : undefined;
  const [entries, settings] = await Promise.all([
    account ? attempt(() => listCreditEntries(account, { cursor })) : undefined,
    attempt(gallerySettings),
  ]);
  return (
    <div className="page">
      <PageTitle>Credit</PageTitle>
      <PageHeading title="Credit">
        <p>
          The escrow never sends money by itself. What it owes you, from work, refunds and what jobs did not
          spend, waits here under your address until you take it.
        </p>
      </PageHeading>
      <CreditPanel />
      <FollowAccount account={account} />
      {entries?.problem && <ProblemPanel problem={entries.problem} />}
      {account && entries?.value && (
        <EntryList
          account={account}
          entries={entries.value}
          isLater={cursor !== undefined}
          explorerUrl={settings.value?.explorerUrl}
        />
      )}
      {account && <KeepFresh />}
    </div>
  );
}
