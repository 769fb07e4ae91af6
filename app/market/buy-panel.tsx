"use client";

import { useState } from "react";
import { type Address, getAddress, isAddress, isAddressEqual, zeroAddress } from "viem";
import { useAccount } from "wagmi";
import { formatEth } from "../_components/format-eth.ts";
import { LocalTime } from "../_components/local-time.tsx";
import { TextField } from "../_components/text-field.tsx";
import { CallButton } from "../_wallet/call-button.tsx";
import { useSettings } from "../_wallet/settings-context.tsx";
import type { ContractCall } from "../_wallet/use-contract-call.ts";
import { PriceLine } from "./price-line.tsx";
import { SaleBreakdown } from "./sale-breakdown.tsx";
import { useReferrer } from "./use-referrer.ts";

export type Purchase = {
  tokenId: string;
  seller: Address;
  priceWei: bigint;
  expiresAt: number;
  referrerBps: number;
  /** Whether the market may hand the work over: else nobody can buy it. */
  isApproved: boolean;
  /** The call that buys, for whoever shall have the work, at no more than `maxPriceWei`. */
  callFor: (terms: { recipient: Address; referrer: Address; maxPriceWei: bigint }) => ContractCall;
};

function RaisedPrice({ from, to, onAgree }: { from: bigint; to: bigint; onAgree: () => void }) {
  return (
    <div
      role="alert"
      className="border-brass border-l-2 bg-raised px-5 py-4 text-sm leading-6"
      data-testid="raised"
    >
      <p className="font-medium">
        The price was raised from {formatEth(from)} to {formatEth(to)}.
      </p>
      <p className="mt-1 mb-3 text-soft">Nothing is bought above what you saw, unless you agree to it.</p>
      <button type="button" className="button min-h-9" onClick={onAgree} data-testid="agree">
        Agree to {formatEth(to)}
      </button>
    </div>
  );
}

/** A fixed price, where it goes, and the button that pays it; to the buyer or as a gift. */
export function BuyPanel(purchase: Purchase) {
  const { tokenId, seller, priceWei, expiresAt, referrerBps, isApproved, callFor } = purchase;
  const { address } = useAccount();
  const { addresses } = useSettings();
  const referrer = useReferrer();
  const [agreedWei, setAgreed] = useState(priceWei);
  const [gift, setGift] = useState("");
  const named = gift.trim();
  const isNamed = isAddress(named, { strict: false });
  const isRefused = isNamed && isAddressEqual(getAddress(named), addresses.market);
  const giftError =
    named !== "" && (!isNamed || isRefused) ? "Give the address of a wallet, 0x and 40 digits." : undefined;
  const recipient = named === "" ? address : isNamed && !isRefused ? getAddress(named) : undefined;
  const isRaised = priceWei > agreedWei;
  const maxPriceWei = isRaised ? agreedWei : priceWei;
  return (
    <div className="grid gap-5" data-testid="buy-panel">
      <PriceLine name="Price" wei={priceWei}>
        Good until <LocalTime seconds={expiresAt} />
      </PriceLine>
      {isRaised && <RaisedPrice from={agreedWei} to={priceWei} onAgree={() => setAgreed(priceWei)} />}
      {!isApproved && (
        <p className="text-soft text-sm leading-6" data-testid="not-approved">
          The owner has not yet allowed the market to hand this work over, so it cannot be bought at this
          moment.
        </p>
      )}
      {isApproved && (
        <CallButton
          call={recipient && callFor({ recipient, referrer: referrer ?? zeroAddress, maxPriceWei })}
          testId="buy"
          isPrimary
        >
          Buy for {formatEth(priceWei)}
        </CallButton>
      )}
      <SaleBreakdown
        tokenId={tokenId}
        priceWei={priceWei}
        seller={seller}
        referrerBps={referrer ? referrerBps : 0}
      />
      {isApproved && (
        <details className="text-sm" open={named !== "" || undefined}>
          <summary className="py-1 text-soft">Give it to somebody else</summary>
          <div className="pt-3">
            <TextField
              label="Who shall have it"
              name="recipient"
              hint="The address of a wallet. You pay, and the work goes there at once."
              value={gift}
              onChange={setGift}
              error={giftError}
            />
          </div>
        </details>
      )}
    </div>
  );
}
