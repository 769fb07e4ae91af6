"use client";

import { parseAsString, useQueryState } from "nuqs";
import { type Address, getAddress, isAddress } from "viem";

/** Who brought the reader here, by `?ref=0x…`; gets what the seller promised for a buyer. */
export function useReferrer(): Address | undefined {
  const [text] = useQueryState("ref", parseAsString);
  return text && isAddress(text, { strict: false }) ? getAddress(text) : undefined;
}
