"use client";

import { useQuery } from "@tanstack/react-query";
import { useAccount, useSwitchChain } from "wagmi";
import { useSettings } from "../_wallet/settings-context.tsx";
import { chainOf } from "../_wallet/wallet-config.ts";
import type { GalleryHealth } from "../api/health/route.ts";
import { Notice } from "./notice.tsx";
import { TransactionNotices } from "./transaction-notices.tsx";

const behindLimitBlocks = 30;

function WrongNetwork() {
  const settings = useSettings();
  const { isConnected, chainId } = useAccount();
  const { switchChain, isPending } = useSwitchChain();
  if (!isConnected || chainId === undefined || chainId === settings.chainId) return null;
  const name = chainOf(settings).name;
  return (
    <Notice testId="wrong-network">
      <span>Your wallet is on another network. This gallery lives on {name}.</span>
      <button
        type="button"
        className="button min-h-9"
        disabled={isPending}
        onClick={() => switchChain({ chainId: settings.chainId })}
      >
        {isPending ? "Look at your wallet" : `Switch to ${name}`}
      </button>
    </Notice>
  );
}

function sentenceAbout(health: GalleryHealth | undefined, failed: boolean): string | undefined {
  if (failed) return "The gallery does not answer. What you see may be old.";
  if (!health) return undefined;
  if (health.chain === "down") return "The chain does not answer. You can look around; nothing can be sent.";
  if (health.indexer === "down") return "The index does not answer. What you see may be old.";
  if (health.indexer === "catching-up") return "The index is catching up. Recent works may be missing.";
  if ((health.behindBlocks ?? 0) > behindLimitBlocks)
    return `The index is ${health.behindBlocks} blocks behind the chain. What you see may be old.`;
  return undefined;
}

function Sources() {
  const { data, isError } = useQuery({
    queryKey: ["health"],
    queryFn: async (): Promise<GalleryHealth> => {
      const response = await fetch("/api/health");
      if (!response.ok) throw new Error("unhealthy");
      return response.json();
    },
    refetchInterval: 15_000,
  });
  const sentence = sentenceAbout(data, isError);
  return sentence ? <Notice testId="sources-notice">{sentence}</Notice> : null;
}

/** What the visitor should know about the network now, out of the way of the page. */
export function NetworkNotices() {
  return (
    <div
      role="status"
      aria-label="Notices"
      className="pointer-events-none fixed inset-x-0 bottom-0 z-40 flex max-w-lg flex-col gap-2 p-3 sm:p-5"
    >
      <Sources />
      <WrongNetwork />
      <TransactionNotices />
    </div>
  );
}
