import type { ArtCard } from "@graphiti/protocol/metadata.ts";
import type { Finality } from "@graphiti/protocol/quote.ts";
import type { Hex } from "viem";
import type { OfferView } from "./offer-view.ts";

/** What the artist has entered so far; kept in the browser until the job is posted. */
export type Draft = {
  card: Pick<ArtCard, "title" | "description" | "artist" | "rights" | "altText">;
  /** As typed. */
  royaltyPercent: string;
  royaltyReceiver: string;
  finality: Finality;
  fileName?: string;
  offer?: OfferView;
  /** The post that was sent for this draft. */
  postHash?: Hex;
};

export const emptyDraft: Draft = {
  card: { title: "", description: "", artist: "", rights: "", altText: "" },
  royaltyPercent: "5",
  royaltyReceiver: "",
  finality: "checked",
};

export const draftSlot = "graphiti.draft.2";

/** A draft as it was kept; an empty one where there is none or it cannot be read. */
export function parseDraft(text: string | null): Draft {
  try {
    const kept = JSON.parse(text ?? "{}") as Partial<Draft>;
    return { ...emptyDraft, ...kept, card: { ...emptyDraft.card, ...kept.card } };
  } catch {
    return emptyDraft;
  }
}
