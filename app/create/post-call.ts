import { orderFor } from "@graphiti/protocol/order.ts";
import { noParams, type Work } from "@graphiti/protocol/terms.ts";
import { type Address, getAddress, type Hex } from "viem";
import type { EscrowCall } from "../_wallet/use-escrow-call.ts";
import { royaltyBpsOf } from "./check-draft.ts";
import type { Draft } from "./draft.ts";
import { quoteOf } from "./offer-view.ts";

type Known = { draft: Draft; artist?: Address; cardDigest?: Hex; nowSeconds?: number };

/** The `post` for a complete draft; undefined as long as something is not known. */
export function postCall({ draft, artist, cardDigest, nowSeconds }: Known): EscrowCall | undefined {
  const { offer } = draft;
  const royaltyBps = royaltyBpsOf(draft.royaltyPercent);
  if (!offer || !artist || !cardDigest || nowSeconds === undefined || royaltyBps === undefined)
    return undefined;
  const receiver = draft.royaltyReceiver.trim();
  const order = orderFor(
    quoteOf(offer.quotes[draft.finality]),
    { artist, royaltyBps, royaltyReceiver: receiver === "" ? artist : getAddress(receiver.toLowerCase()) },
    nowSeconds,
  );
  const work: Work = {
    serviceId: offer.service.id,
    width: offer.width,
    height: offer.height,
    hasAlpha: offer.hasAlpha,
    params: noParams,
    inputRoot: offer.inputRoot,
    inputDigest: offer.inputDigest,
    cardDigest,
  };
  return {
    functionName: "post",
    args: [order, work, offer.inputCid],
    value: order.maxPrice,
    about: { title: draft.card.title.slice(0, 60) },
  };
}
