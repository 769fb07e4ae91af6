import type { Hex } from "viem";
import { digestOfRawCid } from "./cid.ts";
import { type ArtCard, canonicalJson } from "./metadata.ts";
import type { Store } from "./storage/store.ts";

/** Stores an art card's canonical bytes; a card is one block, so its digest names it. */
export async function storeCard(store: Store, card: ArtCard): Promise<{ cardCid: string; cardDigest: Hex }> {
  const { cid } = await store.put(canonicalJson(card), {
    name: "card.json",
    tier: "hot",
    mimeType: "application/json",
  });
  return { cardCid: cid, cardDigest: digestOfRawCid(cid) };
}
