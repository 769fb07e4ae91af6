"use client";

import { listingToSign, type SignedListing } from "@graphiti/protocol/market-orders.ts";
import type { Address } from "viem";
import { useSettings } from "../../_wallet/settings-context.tsx";
import { ApproveStep } from "../approve-step.tsx";
import { nextNonce } from "../signed/order-nonce.ts";
import { SignButton } from "../signed/sign-button.tsx";
import { useLeaveOrder } from "../signed/use-orders.ts";
import { endOf, type SaleTerms } from "./sale-draft.ts";

type Props = {
  tokenId: string;
  isApproved: boolean;
  terms: SaleTerms | undefined;
  owner: Address;
  transfers: number;
  nowSeconds: number;
  onDone: () => void;
};

/** A fixed price by signature: the gallery keeps it, and the chain hears of it only when somebody buys. */
export function SignListing({ tokenId, isApproved, terms, owner, transfers, nowSeconds, onDone }: Props) {
  const { addresses, chainId } = useSettings();
  const leave = useLeaveOrder();
  if (!isApproved) return <ApproveStep tokenId={tokenId} deed="Sign the listing, which costs nothing" />;
  const sign = ({ priceWei, seconds, referrerBps }: SaleTerms) => {
    const order: SignedListing = {
      seller: owner,
      collection: addresses.art,
      tokenId,
      price: priceWei.toString(),
      startsAt: "0",
      expiresAt: String(endOf(nowSeconds, seconds)),
      transfers: String(transfers),
      referrerBps: String(referrerBps),
      nonce: nextNonce(window.localStorage).toString(),
    };
    return leave({ kind: "listing", order }, listingToSign({ chainId, market: addresses.market }, order));
  };
  return (
    <div className="grid gap-4">
      <SignButton sign={terms && (() => sign(terms))} onDone={onDone} testId="sign-listing">
        Sign it, without gas
      </SignButton>
      <p className="max-w-[60ch] text-faint text-xs leading-5">
        This gallery shows what you signed; the chain does not know of it until somebody buys. To take it back
        before it ends, cancel it on the chain.
      </p>
    </div>
  );
}
