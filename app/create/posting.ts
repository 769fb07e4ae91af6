import { orderFor } from "@graphiti/protocol/order.ts";
import type { Finality } from "@graphiti/protocol/quote.ts";
import { noParams, type Posting } from "@graphiti/protocol/terms.ts";
import { type Address, getAddress, type Hex } from "viem";
import { operatorShareBpsOf, royaltyBpsOf } from "./check-draft.ts";
import { type OfferView, type PostedInput, quoteOf } from "./offer-view.ts";

type Known = {
  picture?: PostedInput;
  offer?: OfferView;
  /** What a generated picture is made from; left out where there is an input. */
  params?: Hex;
  finality: Finality;
  royaltyPercent: string;
  royaltyReceiver: string;
  operatorSharePercent: string;
  artist?: Address;
  cardDigest?: Hex;
  nowSeconds?: number;
};

/** What the escrow's `post` and `postMany` take for one job; undefined as long as something is not known. */
export function postingFor(known: Known): Posting | undefined {
  const { picture, offer, artist, cardDigest, nowSeconds } = known;
  const royaltyBps = royaltyBpsOf(known.royaltyPercent);
  const operatorShareBps = operatorShareBpsOf(known.operatorSharePercent);
  if (!picture || !offer || !artist || !cardDigest || nowSeconds === undefined) return undefined;
  if (royaltyBps === undefined || operatorShareBps === undefined) return undefined;
  const receiver = known.royaltyReceiver.trim();
  const order = orderFor(
    quoteOf(offer.quotes[known.finality]),
    {
      artist,
      royaltyBps,
      royaltyReceiver: receiver === "" ? artist : getAddress(receiver.toLowerCase()),
      operatorShareBps,
    },
    nowSeconds,
  );
  const work = {
    serviceId: offer.service.id,
    width: picture.width,
    height: picture.height,
    hasAlpha: picture.hasAlpha,
    params: known.params ?? noParams,
    inputRoot: offer.inputRoot,
    inputDigest: picture.inputDigest,
    cardDigest,
  };
  return { order, work, inputCid: picture.inputCid };
}
