"use client";

import { listingArgument } from "@graphiti/protocol/market-orders.ts";
import { formatEth } from "../../_components/format-eth.ts";
import { LocalTime } from "../../_components/local-time.tsx";
import { ApproveStep } from "../approve-step.tsx";
import { BuyPanel } from "../buy-panel.tsx";
import type { WorkOnChain } from "../work-on-chain.ts";
import { CancelOrder } from "./cancel-order.tsx";
import type { SignedListingView } from "./use-orders.ts";

type Props = { tokenId: string; work: WorkOnChain; listings: SignedListingView[]; isOwn: boolean };

const cheapest = (one: SignedListingView, other: SignedListingView) =>
  BigInt(one.order.order.price) < BigInt(other.order.order.price) ? -1 : 1;

/** Prices by signature: for buyers the lowest, for the owner all of them with a way to cancel each. */
export function SignedListings({ tokenId, work, listings, isOwn }: Props) {
  const sorted = listings.toSorted(cheapest);
  if (isOwn)
    return (
      <div className="grid gap-5" data-testid="own-signed">
        <p className="font-medium">You signed a price for this.</p>
        {!work.isApproved && <ApproveStep tokenId={tokenId} deed="Nothing more: then it can be bought" />}
        <ul className="border-line border-b text-sm leading-6">
          {sorted.map(({ hash, order: { order } }) => (
            <li
              key={hash}
              className="flex flex-wrap items-center justify-between gap-4 border-line border-t py-3"
            >
              <span>
                <span className="tabular-nums">{formatEth(order.price)}</span>
                <span className="text-faint">
                  , until <LocalTime seconds={Number(order.expiresAt)} />
                </span>
              </span>
              <CancelOrder nonce={order.nonce} tokenId={tokenId} />
            </li>
          ))}
        </ul>
      </div>
    );
  const [best] = sorted;
  if (!best) return null;
  const { order, signature } = best.order;
  return (
    <BuyPanel
      key={best.hash}
      tokenId={tokenId}
      seller={order.seller}
      priceWei={BigInt(order.price)}
      expiresAt={Number(order.expiresAt)}
      referrerBps={Number(order.referrerBps)}
      isApproved={work.isApproved}
      callFor={({ recipient, referrer, maxPriceWei }) => ({
        contract: "market",
        functionName: "buySigned",
        args: [listingArgument(order), signature, maxPriceWei, recipient, referrer],
        value: maxPriceWei,
        about: { tokenId },
      })}
    />
  );
}
