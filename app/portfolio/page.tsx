import type { Metadata } from "next";
import Link from "next/link";
import { isAddress } from "viem";
import { KeepFresh } from "../_components/keep-fresh.tsx";
import { PageHeading } from "../_components/page-heading.tsx";
import { PageTitle } from "../_components/page-title.tsx";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import { dropsOfAccount } from "../_data/drops.ts";
import { getPortfolio } from "../_data/portfolio.ts";
import { attempt } from "../_server/attempt.ts";
import { FollowAccount } from "../credits/follow-account.tsx";
import { AskForWallet } from "./ask-for-wallet.tsx";
import { BidList } from "./bid-list.tsx";
import { DropList } from "./drop-list.tsx";
import { HoldingList } from "./holding-list.tsx";
import { MarketCredit } from "./market-credit.tsx";
import { OfferLists } from "./offer-lists.tsx";
import { PendingList } from "./pending-list.tsx";
import { SignedList } from "./signed-list.tsx";
import { StaleApprovals } from "./stale-approvals.tsx";

export const metadata: Metadata = { robots: { index: false } };

type Props = { searchParams: Promise<{ account?: string | string[] }> };

export default async function PortfolioPage({ searchParams }: Props) {
  const { account: named } = await searchParams;
  const account = typeof named === "string" && isAddress(named, { strict: false }) ? named : undefined;
  const [{ value: portfolio, problem }, { value: drops = [] }] = account
    ? await Promise.all([attempt(() => getPortfolio(account)), attempt(() => dropsOfAccount(account))])
    : [{}, {}];
  return (
    <div className="page" data-testid="portfolio">
      <PageTitle>Portfolio</PageTitle>
      <PageHeading title="Portfolio">
        <p>
          What this wallet has, sells, bids and offers, and what it can take home. What work and refunds
          brought waits in{" "}
          <Link href="/credits" className="link">
            its credit with the escrow
          </Link>
          .
        </p>
      </PageHeading>
      <FollowAccount account={account} />
      <AskForWallet account={account} />
      {problem && <ProblemPanel problem={problem} />}
      {account && (
        <div className="grid gap-14 lg:grid-cols-2 lg:gap-x-20">
          {portfolio && <HoldingList holdings={portfolio.holdings} />}
          <div className="grid content-start gap-14">
            <MarketCredit account={account} />
            <DropList parts={drops} />
            <PendingList account={account} />
            {portfolio && <BidList bids={portfolio.bids} />}
            {portfolio && <OfferLists {...portfolio} account={account} />}
            <SignedList account={account} />
            {portfolio && <StaleApprovals account={account} holdings={portfolio.holdings} />}
          </div>
          <KeepFresh />
        </div>
      )}
    </div>
  );
}
