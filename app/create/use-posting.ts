"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { Hex } from "viem";
import { useAccount } from "wagmi";
import { useChainClock } from "../_wallet/use-chain-clock.ts";
import { useContractCall } from "../_wallet/use-contract-call.ts";
import { useTransaction } from "../_wallet/use-transactions.ts";
import type { WorkDraft } from "./draft.ts";
import type { OfferView } from "./offer-view.ts";
import { postCall } from "./post-call.ts";
import { postingStage } from "./posting-stage.ts";
import { useCard } from "./use-card.ts";

const deadlineStepSeconds = 60;

type Options = {
  draft: WorkDraft;
  /** The one to be paid; undefined until it is known. */
  offer?: OfferView;
  /** Of a generated picture. */
  params?: Hex;
  isComplete: boolean;
  onSent: (hash: WorkDraft["postHash"]) => void;
  onPosted: () => void;
};

/** From a complete draft to a job on the chain; goes on where it was after a reload. */
export function usePosting({ draft, offer, params, isComplete, onSent, onPosted }: Options) {
  const router = useRouter();
  const { address } = useAccount();
  const chainSeconds = useChainClock();
  const [isStoring, setStoring] = useState(false);
  const kept = useTransaction(draft.postHash);
  const jobId = kept?.status === "confirmed" ? kept.args.jobId : undefined;
  const card = useCard(draft.card, isComplete && draft.postHash === undefined);

  // The deadline counts from the post; in steps, so that not every second asks for a new simulation.
  const nowSeconds = chainSeconds && Math.floor(chainSeconds / deadlineStepSeconds) * deadlineStepSeconds;
  const known = { draft, offer, params, artist: address, nowSeconds };
  const call = isComplete && !kept ? postCall({ ...known, cardDigest: card.cardDigest }) : undefined;
  const escrow = useContractCall(call);

  async function post(): Promise<void> {
    setStoring(true);
    const cardDigest = card.cardDigest ?? (await card.store().catch(() => undefined));
    setStoring(false);
    if (!cardDigest) return;
    const hash = await escrow.send(call ?? postCall({ ...known, cardDigest }));
    if (hash) onSent(hash);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once per job, whatever else changes
  useEffect(() => {
    if (!jobId) return;
    onPosted();
    router.push(`/jobs/${jobId}`);
  }, [jobId]);

  const stage = postingStage({ jobId, kept, isStoring, isInWallet: escrow.stage === "wallet" });
  return { post, stage, kept, problem: card.problem ?? escrow.problem, hasFailed: escrow.hasFailed };
}
