"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useEffect, useRef } from "react";
import { type Address, isAddressEqual } from "viem";
import { useAccount } from "wagmi";

/**
 * Shows the connected wallet's own record, unless the reader has chosen another's; the address in the URL is what
 * the server reads. Follows when the wallet changes its account.
 */
export function useFollowWallet(operator: Address | undefined) {
  const { address, status } = useAccount();
  const before = useRef<Address>(undefined);
  const [, setQuery] = useQueryStates(
    { operator: parseAsString, show: parseAsString, before: parseAsString },
    { shallow: false, history: "replace" },
  );
  useEffect(() => {
    const wasOwn = operator && before.current && isAddressEqual(operator, before.current);
    before.current = address;
    if (!address || (operator && (!wasOwn || isAddressEqual(operator, address)))) return;
    void setQuery({ operator: address, show: null, before: null });
  }, [address, operator, setQuery]);
  const isOwn = address !== undefined && operator !== undefined && isAddressEqual(address, operator);
  return {
    wallet: address,
    isOwn,
    isConnecting:
      status === "connecting" || status === "reconnecting" || (address !== undefined && !operator),
  };
}
