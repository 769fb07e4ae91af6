"use client";

import type { Address } from "viem";
import { LocalTime } from "../../_components/local-time.tsx";
import { CallButton } from "../../_wallet/call-button.tsx";
import { useSettings } from "../../_wallet/settings-context.tsx";
import { ApproveStep } from "../approve-step.tsx";
import { PriceLine } from "../price-line.tsx";
import { SaleBreakdown } from "../sale-breakdown.tsx";
import type { ListingOnChain } from "../work-on-chain.ts";

type Props = { tokenId: string; listing: ListingOnChain; owner: Address; isApproved: boolean };

/** The owner's own fixed price, and the way to take it back. */
export function OwnListing({ tokenId, listing, owner, isApproved }: Props) {
  const { addresses } = useSettings();
  return (
    <div className="grid gap-5" data-testid="own-listing">
      <PriceLine name="You ask" wei={listing.priceWei}>
        Good until <LocalTime seconds={listing.expiresAt} />
      </PriceLine>
      {!isApproved && <ApproveStep tokenId={tokenId} deed="Nothing more: then it can be bought" />}
      <SaleBreakdown
        tokenId={tokenId}
        priceWei={listing.priceWei}
        seller={owner}
        referrerBps={listing.referrerBps}
        isSeller
      />
      <CallButton
        call={{
          contract: "market",
          functionName: "unlist",
          args: [addresses.art, BigInt(tokenId)],
          about: { tokenId },
        }}
        testId="unlist"
      >
        Take it back
      </CallButton>
    </div>
  );
}
