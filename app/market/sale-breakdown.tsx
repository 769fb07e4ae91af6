"use client";

import type { Address } from "viem";
import { AddressText } from "../_components/chain-links.tsx";
import { formatEth } from "../_components/format-eth.ts";
import { useSettings } from "../_wallet/settings-context.tsx";
import { useSaleParts } from "./use-sale-parts.ts";

type Props = {
  tokenId: string;
  priceWei: bigint | undefined;
  seller: Address;
  referrerBps?: number;
  /** Whether the reader is the one who sells. */
  isSeller?: boolean;
};

/** Where a price goes, line by line, before anybody signs. */
export function SaleBreakdown({ tokenId, priceWei, seller, referrerBps = 0, isSeller = false }: Props) {
  const { explorerUrl } = useSettings();
  const parts = useSaleParts({ tokenId, priceWei, seller, referrerBps });
  if (priceWei === undefined) return null;
  // The lines are there before their sums are: what lies below them must not move under somebody's finger.
  const lines = [
    {
      name: "Royalty",
      to: parts && parts.royaltyWei > 0n ? parts.receiver : undefined,
      wei: parts?.royaltyWei,
    },
    ...(parts && parts.operatorShareWei > 0n
      ? [{ name: "Share of who computed it", wei: parts.operatorShareWei }]
      : []),
    { name: "Market fee", wei: parts?.feeWei },
    ...(referrerBps > 0 ? [{ name: "Referrer", wei: parts?.referralWei }] : []),
    { name: isSeller ? "You get" : "The seller gets", wei: parts?.proceedsWei },
  ];
  return (
    <dl className="text-sm leading-6" data-testid="breakdown" aria-busy={!parts}>
      {lines.map(({ name, to, wei }) => (
        <div key={name} className="flex flex-wrap justify-between gap-x-6 border-line border-t py-1.5">
          <dt className="text-faint">
            {name}
            {to && (
              <>
                {" "}
                to <AddressText address={to} explorerUrl={explorerUrl} />
              </>
            )}
          </dt>
          <dd className="tabular-nums">{wei === undefined ? "…" : wei === 0n ? "none" : formatEth(wei)}</dd>
        </div>
      ))}
    </dl>
  );
}
