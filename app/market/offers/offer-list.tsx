"use client";

import { offerArgument, tokenProof } from "@graphiti/protocol/market-orders.ts";
import type { ReactNode } from "react";
import { type Address, isAddressEqual, zeroAddress } from "viem";
import { useAccount } from "wagmi";
import { AddressText } from "../../_components/chain-links.tsx";
import { formatEth } from "../../_components/format-eth.ts";
import { LocalTime } from "../../_components/local-time.tsx";
import type { WorkTrade } from "../../_data/work-trade.ts";
import { CallButton } from "../../_wallet/call-button.tsx";
import { useSettings } from "../../_wallet/settings-context.tsx";
import type { ContractCall } from "../../_wallet/use-contract-call.ts";
import { ApproveStep } from "../approve-step.tsx";
import { isOwnedBy } from "../market-state.ts";
import { SaleBreakdown } from "../sale-breakdown.tsx";
import { CancelOrder } from "../signed/cancel-order.tsx";
import { type SignedOfferView, useOrders } from "../signed/use-orders.ts";
import type { WorkOnChain } from "../work-on-chain.ts";
import { useOffers } from "./use-offers.ts";

type RowProps = { amountWei: bigint; maker: Address; expiresAt: number; note?: string; children?: ReactNode };

function Row({ amountWei, maker, expiresAt, note, children }: RowProps) {
  const { explorerUrl } = useSettings();
  return (
    <li className="grid gap-3 border-line border-t py-3" data-testid="offer" data-maker={maker}>
      <span className="flex flex-wrap justify-between gap-x-6">
        <span>
          <span className="tabular-nums">{formatEth(amountWei)}</span>
          {note && <span className="ml-3 text-faint">{note}</span>}
        </span>
        <span className="flex flex-wrap gap-x-4 text-faint">
          <AddressText address={maker} explorerUrl={explorerUrl} />
          <span>
            until <LocalTime seconds={expiresAt} />
          </span>
        </span>
      </span>
      {children}
    </li>
  );
}

type AcceptProps = {
  tokenId: string;
  isApproved: boolean;
  amountWei: bigint;
  owner: Address;
  call: ContractCall;
};

/** What accepting would bring, and the steps to it. */
function Accept({ tokenId, isApproved, amountWei, owner, call }: AcceptProps) {
  return (
    <details data-testid="accept-panel">
      <summary className="py-1 text-soft">Sell for this</summary>
      <div className="grid gap-4 pt-3">
        <SaleBreakdown tokenId={tokenId} priceWei={amountWei} seller={owner} isSeller />
        {isApproved ? (
          <CallButton call={call} testId="accept-offer" isPrimary>
            Accept {formatEth(amountWei)}
          </CallButton>
        ) : (
          <ApproveStep tokenId={tokenId} deed={`Accept ${formatEth(amountWei)}`} />
        )}
      </div>
    </details>
  );
}

function signedNote({ order: { tokenIds }, health }: SignedOfferView): string {
  const of = tokenIds.length === 0 ? "any work" : `any of ${tokenIds.length.toLocaleString("en-GB")} works`;
  const scope = tokenIds.length === 1 ? "signed" : `for ${of}, signed`;
  return health === "waiting" ? `${scope}; not covered at this moment` : scope;
}

type Props = { tokenId: string; trade: WorkTrade; work: WorkOnChain; nowSeconds: number; isOwn: boolean };

/** Everything that is offered for a work, and what the reader can do with each. */
export function OfferList({ tokenId, trade, work, nowSeconds, isOwn }: Props) {
  const { addresses } = useSettings();
  const { address } = useAccount();
  const offers = useOffers(tokenId, trade.offerMakers);
  const { orders } = useOrders(tokenId);
  const isMine = (maker: Address) => address !== undefined && isAddressEqual(maker, address);
  const signed = orders.offers.filter(({ health, order }) => health === "good" || isMine(order.order.maker));
  if (offers.length + signed.length === 0) return null;
  const isSeller = isOwn && isOwnedBy({ ...work, auction: undefined }, address);
  const accept = { tokenId, isApproved: work.isApproved, owner: work.owner };
  return (
    <div>
      <h3 className="mb-2 font-medium text-sm">Offers</h3>
      <ul className="border-line border-b text-sm leading-6" data-testid="offers">
        {offers.map(({ maker, amountWei, expiresAt }) => {
          const isOver = nowSeconds >= expiresAt;
          return (
            <Row
              key={maker}
              maker={maker}
              amountWei={amountWei}
              expiresAt={expiresAt}
              note={isOver ? "expired" : undefined}
            >
              {(isMine(maker) || isOver) && (
                <CallButton
                  call={{
                    contract: "market",
                    functionName: "cancelOffer",
                    args: [addresses.art, BigInt(tokenId), maker],
                    about: { tokenId, key: maker },
                  }}
                  testId="cancel-offer"
                >
                  {isMine(maker) ? "Take it back" : "Send it back to its maker"}
                </CallButton>
              )}
              {isSeller && !isOver && !isMine(maker) && (
                <Accept
                  {...accept}
                  amountWei={amountWei}
                  call={{
                    contract: "market",
                    functionName: "acceptOffer",
                    args: [addresses.art, BigInt(tokenId), maker, amountWei, zeroAddress, 0],
                    about: { tokenId, key: maker },
                  }}
                />
              )}
            </Row>
          );
        })}
        {signed.map((each) => {
          const { order, tokenIds, signature } = each.order;
          const amountWei = BigInt(order.amount);
          const proof = tokenProof(tokenIds, tokenId);
          return (
            <Row
              key={each.hash}
              maker={order.maker}
              amountWei={amountWei}
              expiresAt={Number(order.expiresAt)}
              note={signedNote(each)}
            >
              {isMine(order.maker) && <CancelOrder nonce={order.nonce} />}
              {isSeller && proof && !isMine(order.maker) && (
                <Accept
                  {...accept}
                  amountWei={amountWei}
                  call={{
                    contract: "market",
                    functionName: "acceptSignedOffer",
                    args: [
                      offerArgument(order),
                      signature,
                      BigInt(tokenId),
                      proof,
                      amountWei,
                      zeroAddress,
                      0,
                    ],
                    about: { tokenId, key: order.maker },
                  }}
                />
              )}
            </Row>
          );
        })}
      </ul>
    </div>
  );
}
