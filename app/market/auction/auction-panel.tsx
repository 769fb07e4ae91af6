"use client";

import { isAddressEqual } from "viem";
import { useAccount } from "wagmi";
import { AddressText } from "../../_components/chain-links.tsx";
import { formatCountdown, formatDuration } from "../../_components/format-duration.ts";
import { formatEth } from "../../_components/format-eth.ts";
import { LocalTime } from "../../_components/local-time.tsx";
import type { BidView } from "../../_data/work-trade.ts";
import { CallButton } from "../../_wallet/call-button.tsx";
import { useSettings } from "../../_wallet/settings-context.tsx";
import { ApproveStep } from "../approve-step.tsx";
import type { MarketState } from "../market-state.ts";
import { PriceLine } from "../price-line.tsx";
import { SaleBreakdown } from "../sale-breakdown.tsx";
import { BidForm } from "./bid-form.tsx";
import { BidLadder } from "./bid-ladder.tsx";

type AuctionState = Extract<MarketState, { auction: unknown }>;
type Props = {
  tokenId: string;
  state: AuctionState;
  isOwn: boolean;
  isApproved: boolean;
  nowSeconds: number;
  bids: BidView[];
};

/** How long bids are still taken, by the chain's clock. */
function Countdown({ endsAt, nowSeconds }: { endsAt: number; nowSeconds: number }) {
  const leftSeconds = endsAt - nowSeconds;
  return (
    <p className="text-sm leading-6" data-testid="countdown">
      Ends in{" "}
      <span className="font-medium tabular-nums">
        {leftSeconds < 2 * 86_400 ? formatCountdown(leftSeconds) : formatDuration(leftSeconds)}
      </span>
      <span className="text-faint">
        , <LocalTime seconds={endsAt} />. A bid in the last 15 minutes adds 15 more.
      </span>
    </p>
  );
}

/** Before the first bid: the seller can still take the work out, everybody else can begin. */
function Reserve({ tokenId, state, isOwn, isApproved }: Props) {
  const { durationSeconds } = state.auction;
  return (
    <>
      <p className="max-w-[60ch] text-soft text-sm leading-6">
        Nobody has bid yet. The first bid of at least the reserve starts the auction, which then runs for{" "}
        {formatDuration(durationSeconds)}.
      </p>
      {!isApproved && isOwn && <ApproveStep tokenId={tokenId} deed="Nothing more: then bids can come" />}
      {!isApproved && !isOwn && (
        <p className="text-soft text-sm" data-testid="not-approved">
          The owner has not yet allowed the market to hand this work over, so no bid is taken at this moment.
        </p>
      )}
      {isOwn && (
        <CallButton
          call={{
            contract: "market",
            functionName: "cancelAuction",
            args: [BigInt(tokenId)],
            about: { tokenId },
          }}
          testId="cancel-auction"
        >
          Cancel the auction
        </CallButton>
      )}
    </>
  );
}

/** An English auction: where it stands, the next bid, and the bids so far. */
export function AuctionPanel(props: Props) {
  const { tokenId, state, isOwn, isApproved, nowSeconds, bids } = props;
  const { address } = useAccount();
  const { explorerUrl } = useSettings();
  const { auction } = state;
  const isHighest = Boolean(address && auction.bidder && isAddressEqual(auction.bidder, address));
  return (
    <div className="grid gap-5" data-testid="auction">
      <PriceLine name={auction.bidder ? "Highest bid" : "Reserve"} wei={auction.amountWei}>
        {auction.bidder && (
          <>
            {isHighest ? "Yours" : "By"} <AddressText address={auction.bidder} explorerUrl={explorerUrl} />
          </>
        )}
      </PriceLine>
      {state.kind === "bidding" && <Countdown endsAt={state.auction.endsAt} nowSeconds={nowSeconds} />}
      {state.kind === "reserve" && <Reserve {...props} />}
      {state.kind === "over" ? (
        <>
          <p className="max-w-[60ch] text-soft text-sm leading-6">
            The auction is over. Settling it gives the work to the highest bidder and pays the seller; anybody
            may do it.
          </p>
          <CallButton
            call={{ contract: "market", functionName: "settle", args: [BigInt(tokenId)], about: { tokenId } }}
            testId="settle"
            isPrimary
          >
            {isHighest ? "Settle, and take the work home" : `Settle for ${formatEth(auction.amountWei)}`}
          </CallButton>
        </>
      ) : (
        !isOwn &&
        (auction.bidder || isApproved) && (
          <BidForm tokenId={tokenId} auction={auction} isHighest={isHighest} />
        )
      )}
      <SaleBreakdown
        tokenId={tokenId}
        priceWei={auction.amountWei}
        seller={auction.seller}
        isSeller={isOwn}
      />
      <BidLadder bids={bids} explorerUrl={explorerUrl} />
    </div>
  );
}
