"use client";

import { type Address, isAddressEqual } from "viem";
import { AddressText } from "../_components/chain-links.tsx";
import { useSettings } from "../_wallet/settings-context.tsx";

type Props = { owner: Address; isOwn: boolean; indexedOwner: Address; isKept: boolean };

/** Who has the work by the chain, and whether the index has seen it too. */
export function OwnerLine({ owner, isOwn, indexedOwner, isKept }: Props) {
  const { explorerUrl, addresses } = useSettings();
  const isIndexed = isAddressEqual(indexedOwner, isKept ? addresses.market : owner);
  return (
    <p className="text-sm" data-testid="owner-now" data-owner={owner} data-indexed={isIndexed}>
      <span className="text-faint">{isKept ? "Sold by " : "Owned by "}</span>
      {isOwn ? "you, " : ""}
      <AddressText address={owner} explorerUrl={explorerUrl} />
      {!isIndexed && <span className="text-faint">, by the chain; the index is about to follow</span>}
    </p>
  );
}
