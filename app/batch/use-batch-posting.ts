"use client";

import type { Posting } from "@graphiti/protocol/terms.ts";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { Hex } from "viem";
import { useAccount } from "wagmi";
import { Gate } from "../_server/gate.ts";
import { explainError } from "../_wallet/explain-error.ts";
import { postJson } from "../_wallet/post-json.ts";
import type { Problem } from "../_wallet/problem.ts";
import { useChainClock } from "../_wallet/use-chain-clock.ts";
import { useContractCall } from "../_wallet/use-contract-call.ts";
import { useTransaction } from "../_wallet/use-transactions.ts";
import type { OfferView } from "../create/offer-view.ts";
import { postingFor } from "../create/posting.ts";
import { postingStage } from "../create/posting-stage.ts";
import { type Batch, type BatchItem, cardOf } from "./batch.ts";
import { batchPath } from "./batch-path.ts";

export type OfferedItem = { item: BatchItem; offer: OfferView };

type Options = {
  batch: Batch;
  onSent: (hash: Hex) => void;
  onPosted: () => void;
};

/** Stores one card for each picture, and posts all of them in one transaction. Goes on after a reload. */
export function useBatchPosting({ batch, onSent, onPosted }: Options) {
  const router = useRouter();
  const { address } = useAccount();
  const nowSeconds = useChainClock();
  const escrow = useContractCall(undefined);
  const [isStoring, setStoring] = useState(false);
  const [failed, setFailed] = useState<Problem>();
  const kept = useTransaction(batch.postHash);
  const { jobId, jobs } = kept?.status === "confirmed" ? kept.args : {};

  async function storeCards(offered: readonly OfferedItem[]): Promise<Hex[] | undefined> {
    const turns = new Gate({ running: 3, waiting: Number.POSITIVE_INFINITY });
    setStoring(true);
    setFailed(undefined);
    try {
      return await Promise.all(
        offered.map(({ item }) =>
          turns.run(async () => {
            const { cardDigest } = await postJson<{ cardDigest: Hex }>("/api/cards", cardOf(batch, item));
            return cardDigest;
          }),
        ),
      );
    } catch (thrown) {
      setFailed(explainError(thrown));
      return undefined;
    } finally {
      setStoring(false);
    }
  }

  async function post(offered: readonly OfferedItem[]): Promise<void> {
    const digests = await storeCards(offered);
    if (!digests) return;
    const postings = offered.flatMap(({ item: { picture }, offer }, index): Posting[] => {
      const posting = postingFor({
        ...batch,
        picture,
        offer,
        artist: address,
        cardDigest: digests[index],
        nowSeconds,
      });
      return posting ? [posting] : [];
    });
    if (postings.length !== offered.length) return;
    const hash = await escrow.send({
      functionName: "postMany",
      args: [postings],
      value: postings.reduce((sum, { order }) => sum + order.maxPrice, 0n),
      about: { title: `${postings.length} works`, jobs: postings.length },
    });
    if (hash) onSent(hash);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: once per batch, whatever else changes
  useEffect(() => {
    if (!jobId || !jobs) return;
    onPosted();
    router.push(batchPath(jobId, jobs));
  }, [jobId]);

  const stage = postingStage({ jobId, kept, isStoring, isInWallet: escrow.stage === "wallet" });
  return { post, stage, kept, problem: failed ?? escrow.problem };
}
