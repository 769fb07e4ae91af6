"use client";

import { parseAsString, useQueryState } from "nuqs";
import { useEffect } from "react";
import { useAccount } from "wagmi";

/** Keeps the page on the connected wallet's works; the address in the URL is what the server reads. */
export function FollowBuyer({ buyer }: { buyer?: string }) {
  const { address } = useAccount();
  const [, setBuyer] = useQueryState(
    "buyer",
    parseAsString.withOptions({ shallow: false, history: "replace" }),
  );
  useEffect(() => {
    if (address && address.toLowerCase() !== buyer?.toLowerCase()) void setBuyer(address);
  }, [address, buyer, setBuyer]);
  return null;
}
