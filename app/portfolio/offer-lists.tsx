"use client";

import { isAddressEqual } from "viem";
import { useAccount } from "wagmi";
import { AddressText } from "../_components/chain-links.tsx";
import { formatEth } from "../_components/format-eth.ts";
import { LocalTime } from "../_components/local-time.tsx";
import type { Portfolio } from "../_data/portfolio.ts";
import { CallButton } from "../_wallet/call-button.tsx";
import { useSettings } from "../_wallet/settings-context.tsx";
import { PortfolioPart, PortfolioRow } from "./portfolio-part.tsx";

type Props = Pick<Portfolio, "offersMade" | "offersReceived"> & { account: string };

/** Ether that the account has offered, and that others have offered for its works. */
export function OfferLists({ offersMade, offersReceived, account }: Props) {
  const { addresses, explorerUrl } = useSettings();
  const { address } = useAccount();
  const isOwn = address !== undefined && isAddressEqual(address, account as `0x${string}`);
  return (
    <>
      <PortfolioPart id="offers-made" title="Offers made">
        {offersMade.map(({ id, tokenId, maker, amountWei, expiresAt }) => (
          <PortfolioRow
            key={id}
            tokenId={tokenId}
            says={
              <>
                {formatEth(amountWei)}, until <LocalTime seconds={expiresAt} />
              </>
            }
          >
            {isOwn && (
              <CallButton
                call={{
                  contract: "market",
                  functionName: "cancelOffer",
                  args: [addresses.art, BigInt(tokenId), maker],
                  about: { tokenId, key: maker },
                }}
                testId="cancel-offer"
              >
                Take it back
              </CallButton>
            )}
          </PortfolioRow>
        ))}
      </PortfolioPart>
      <PortfolioPart id="offers-received" title="Offers received">
        {offersReceived.map(({ id, tokenId, maker, amountWei, expiresAt }) => (
          <PortfolioRow
            key={id}
            tokenId={tokenId}
            says={
              <>
                {formatEth(amountWei)} by <AddressText address={maker} explorerUrl={explorerUrl} />, until{" "}
                <LocalTime seconds={expiresAt} />
              </>
            }
          />
        ))}
      </PortfolioPart>
    </>
  );
}
