"use client";

import { parseAsString, useQueryStates } from "nuqs";
import { useEffect } from "react";
import { useAccount } from "wagmi";

/** Keeps the list on the connected wallet; the address in the URL is what the server reads. */
export function FollowAccount({ account }: { account?: string }) {
  const { address } = useAccount();
  const [, setQuery] = useQueryStates(
    { account: parseAsString, before: parseAsString },
    { shallow: false, history: "replace" },
  );
  useEffect(() => {
    if (address && address.toLowerCase() !== account?.toLowerCase())
      void setQuery({ account: address, before: null });
  }, [address, account, setQuery]);
  return null;
}
