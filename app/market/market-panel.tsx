"use client";

import type { ReactNode } from "react";
import { type Address, isAddressEqual } from "viem";
import { useAccount } from "wagmi";
import { KeepFresh } from "../_components/keep-fresh.tsx";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import type { WorkTrade } from "../_data/work-trade.ts";
import { useSettings } from "../_wallet/settings-context.tsx";
import { useChainClock } from "../_wallet/use-chain-clock.ts";
import { AuctionPanel } from "./auction/auction-panel.tsx";
import { BuyPanel } from "./buy-panel.tsx";
import { cheaperNow, isOwnedBy, marketState, ownerBehind } from "./market-state.ts";
import { OfferForm } from "./offers/offer-form.tsx";
import { OfferList } from "./offers/offer-list.tsx";
import { OwnerLine } from "./owner-line.tsx";
import { OwnListing } from "./sell/own-listing.tsx";
import { SellPanel } from "./sell/sell-panel.tsx";
import { SignedListings } from "./signed/signed-listings.tsx";
import { useOrders } from "./signed/use-orders.ts";
import { useWorkOnChain } from "./use-work-on-chain.ts";
import type { WorkOnChain } from "./work-on-chain.ts";

const chainDown = {
  code: "CHAIN_UNREACHABLE",
  message: "The chain does not answer, so nothing can be bought or sold at this moment.",
  nextStep: "Try again in a moment.",
  docs: "/docs/errors#chain_unreachable",
};

type Props = { tokenId: string; indexedOwner: Address; trade: WorkTrade };
type Known = Omit<Props, "indexedOwner"> & { work: WorkOnChain; nowSeconds: number };

/** What an owner can do beside what is on sale already. */
function Otherwise({ children }: { children: ReactNode }) {
  return (
    <details>
      <summary className="py-1 text-sm text-soft">Change the price, or sell it another way</summary>
      <div className="pt-5">{children}</div>
    </details>
  );
}

/** The one thing to do first, by how the work stands and who looks at it. */
function FirstThing({ tokenId, trade, work, nowSeconds }: Known) {
  const { addresses } = useSettings();
  const { address } = useAccount();
  const { orders } = useOrders(tokenId);
  const state = marketState(work, nowSeconds);
  const owner = ownerBehind(work);
  const isOwn = isOwnedBy(work, address);
  const signed = orders.listings.filter(
    ({ order: { order } }) =>
      isAddressEqual(order.seller, work.owner) && Number(order.transfers) === work.transfers,
  );
  const sell = <SellPanel tokenId={tokenId} work={work} owner={owner} nowSeconds={nowSeconds} />;
  if (state.kind === "listed" && isOwn)
    return (
      <>
        <OwnListing tokenId={tokenId} listing={state.listing} owner={owner} isApproved={work.isApproved} />
        <Otherwise>{sell}</Otherwise>
      </>
    );
  const isListed = state.kind === "listed";
  const asked = isListed ? cheaperNow(signed, state.listing.priceWei) : signed;
  if (isListed && asked.length === 0) {
    const { priceWei, expiresAt, referrerBps } = state.listing;
    return (
      <BuyPanel
        tokenId={tokenId}
        seller={owner}
        priceWei={priceWei}
        expiresAt={expiresAt}
        referrerBps={referrerBps}
        isApproved={work.isApproved}
        callFor={({ recipient, referrer, maxPriceWei }) => ({
          contract: "market",
          functionName: "buy",
          args: [addresses.art, BigInt(tokenId), maxPriceWei, recipient, referrer],
          value: maxPriceWei,
          about: { tokenId },
        })}
      />
    );
  }
  if (!isListed && state.kind !== "quiet")
    return (
      <AuctionPanel
        tokenId={tokenId}
        state={state}
        isOwn={isOwn}
        isApproved={work.isApproved}
        nowSeconds={nowSeconds}
        bids={trade.bids}
      />
    );
  if (asked.length > 0)
    return (
      <>
        <SignedListings tokenId={tokenId} work={work} listings={asked} isOwn={isOwn} />
        {isOwn && <Otherwise>{sell}</Otherwise>}
      </>
    );
  if (isOwn) return sell;
  return <OfferForm tokenId={tokenId} nowSeconds={nowSeconds} isFirst />;
}

/** Whether the index has yet to see what the chain already says. */
const isIndexBehind = ({ owner, auction }: WorkOnChain, indexedOwner: Address, { bids }: WorkTrade) =>
  !isAddressEqual(owner, indexedOwner) ||
  (auction?.bidder !== undefined && bids[0]?.amountWei !== auction.amountWei.toString());

/** Selling and buying one work. What it says of money it has from the chain itself. */
export function MarketPanel({ tokenId, indexedOwner, trade }: Props) {
  const { address } = useAccount();
  const { data: work, isError } = useWorkOnChain(tokenId);
  const nowSeconds = useChainClock();
  if (isError && !work) return <ProblemPanel problem={chainDown} />;
  if (!work || nowSeconds === undefined)
    return (
      <p role="status" className="eyebrow min-h-48">
        Asking the chain for the price
      </p>
    );
  const state = marketState(work, nowSeconds).kind;
  const isOwn = isOwnedBy(work, address);
  const known = { tokenId, trade, work, nowSeconds };
  return (
    <div className="grid gap-8" data-testid="market" data-state={state} data-own={isOwn}>
      <OwnerLine
        owner={ownerBehind(work)}
        isOwn={isOwn}
        indexedOwner={indexedOwner}
        isKept={state === "bidding" || state === "over"}
      />
      {/* An owner hears of new offers and bids by the index. */}
      {(isOwn || isIndexBehind(work, indexedOwner, trade)) && <KeepFresh />}
      <FirstThing {...known} />
      <OfferList {...known} isOwn={isOwn} />
      {!isOwn && state === "listed" && <OfferForm tokenId={tokenId} nowSeconds={nowSeconds} />}
    </div>
  );
}
