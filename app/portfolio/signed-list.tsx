"use client";

import { type Address, isAddressEqual } from "viem";
import { useAccount } from "wagmi";
import { formatEth } from "../_components/format-eth.ts";
import { LocalTime } from "../_components/local-time.tsx";
import { CancelOrder } from "../market/signed/cancel-order.tsx";
import { useOrdersOf } from "../market/signed/use-orders.ts";
import { PortfolioPart, PortfolioRow } from "./portfolio-part.tsx";

const scopeOf = (tokenIds: string[]) =>
  tokenIds.length === 0
    ? "for any work of the collection"
    : `for work ${tokenIds.slice(0, 3).join(", ")}${tokenIds.length > 3 ? " …" : ""}`;

/** What the account signed and this gallery keeps, with a way to cancel each. */
export function SignedList({ account }: { account: string }) {
  const { address } = useAccount();
  const { orders } = useOrdersOf(account);
  const isOwn = address !== undefined && isAddressEqual(address, account as Address);
  return (
    <PortfolioPart id="signed" title="Signed">
      {orders.listings.map(({ hash, order: { order } }) => (
        <PortfolioRow
          key={hash}
          tokenId={order.tokenId}
          says={
            <>
              for {formatEth(order.price)}, until <LocalTime seconds={Number(order.expiresAt)} />
            </>
          }
        >
          {isOwn && <CancelOrder nonce={order.nonce} tokenId={order.tokenId} />}
        </PortfolioRow>
      ))}
      {orders.offers.map(({ hash, health, order: { order, tokenIds } }) => (
        <PortfolioRow
          key={hash}
          says={
            <>
              An offer of {formatEth(order.amount)} {scopeOf(tokenIds)}, until{" "}
              <LocalTime seconds={Number(order.expiresAt)} />
              {health === "waiting" && "; your wrapped ether does not cover it at this moment"}
            </>
          }
        >
          {isOwn && <CancelOrder nonce={order.nonce} />}
        </PortfolioRow>
      ))}
    </PortfolioPart>
  );
}
