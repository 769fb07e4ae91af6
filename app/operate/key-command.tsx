"use client";

import { useAccount } from "wagmi";
import { CommandLine } from "./command-line.tsx";

/** What prints the consent of a node's key to the connected wallet. */
export function KeyCommand() {
  const { address } = useAccount();
  return <CommandLine command={`npx phaestus key --operator ${address ?? "0xYOUR_WALLET"}`} />;
}
