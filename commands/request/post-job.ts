import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import type { ArtCard } from "@graphiti/protocol/metadata.ts";
import { orderFor } from "@graphiti/protocol/order.ts";
import type { Quote } from "@graphiti/protocol/quote.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import { storeCard } from "@graphiti/protocol/store-card.ts";
import { noParams, type Terms, type Work } from "@graphiti/protocol/terms.ts";
import { type Hex, parseEventLogs } from "viem";
import type { EscrowSession } from "./escrow-session.ts";
import type { PreparedSource } from "./prepare-source.ts";

export type PostedJob = { jobId: bigint; terms: Terms; work: Work; transaction: Hex; block: bigint };

type Posting = {
  input: PreparedSource;
  card: ArtCard;
  quote: Quote;
  serviceId: number;
  royaltyBps: number;
  operatorShareBps: number;
  deadlineSeconds: number | undefined;
};

/** Stores the card and posts the job; the escrow takes the highest price and gives back what is not used. */
export async function postJob(session: EscrowSession, store: Store, posting: Posting): Promise<PostedJob> {
  const { input, quote } = posting;
  const { cardDigest } = await storeCard(store, posting.card);
  const { royaltyBps, operatorShareBps, deadlineSeconds } = posting;
  const wishes = { artist: session.account.address, royaltyBps, operatorShareBps, deadlineSeconds };
  const order = orderFor(quote, wishes, await session.nowSeconds());
  const work: Work = {
    serviceId: posting.serviceId,
    width: input.width,
    height: input.height,
    hasAlpha: input.hasAlpha,
    params: input.params ?? noParams,
    inputRoot: input.inputRoot,
    inputDigest: input.inputDigest,
    cardDigest,
  };
  const receipt = await session.send({
    functionName: "post",
    args: [order, work, input.inputCid],
    value: order.maxPrice,
  });
  const [posted] = parseEventLogs({ abi: jobEscrowAbi, logs: receipt.logs, eventName: "Posted" });
  if (!posted) throw new Error("the post left no event");
  return {
    jobId: posted.args.jobId,
    terms: posted.args.terms,
    work,
    transaction: receipt.transactionHash,
    block: receipt.blockNumber,
  };
}
