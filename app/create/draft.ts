import type { ArtCard } from "@graphiti/protocol/metadata.ts";
import type { Finality } from "@graphiti/protocol/quote.ts";
import type { Hex } from "viem";
import { type Choice, firstChoice } from "./choice.ts";
import type { PostedInput, UploadView } from "./offer-view.ts";

/** What the artist says about a new work, however it is made. */
export type WorkDraft = {
  card: Pick<ArtCard, "title" | "description" | "artist" | "rights" | "altText">;
  /** As typed. */
  royaltyPercent: string;
  royaltyReceiver: string;
  /** As typed: the operators' part of each later sale. */
  operatorSharePercent: string;
  finality: Finality;
  /** What the job is about, as it is stored. */
  picture?: PostedInput;
  /** The post that was sent for this draft. */
  postHash?: Hex;
};

/** What the artist has entered so far; kept in the browser until the job is posted. */
export type Draft = WorkDraft & {
  choice: Choice;
  /** Middle of the piece that is looked at, in parts of the picture's width and height. */
  place: { x: number; y: number };
  fileName?: string;
  picture?: UploadView;
  /** The camera's notes become traits of the work. */
  keepsCamera?: boolean;
};

export const emptyWorkDraft: Omit<WorkDraft, "picture"> = {
  card: { title: "", description: "", artist: "", rights: "", altText: "" },
  royaltyPercent: "5",
  royaltyReceiver: "",
  operatorSharePercent: "0",
  finality: "checked",
};

export const emptyDraft: Draft = {
  ...emptyWorkDraft,
  choice: firstChoice,
  place: { x: 0.5, y: 0.5 },
};

export const draftSlot = "graphiti.draft.3";

/** A draft as it was kept; an empty one where there is none or it cannot be read. */
export function parseDraft(text: string | null): Draft {
  try {
    const kept = JSON.parse(text ?? "{}") as Partial<Draft>;
    const choice = { ...firstChoice, ...kept.choice };
    return {
      ...emptyDraft,
      ...kept,
      card: { ...emptyDraft.card, ...kept.card },
      choice: { ...choice, print: { ...firstChoice.print, ...choice.print } },
    };
  } catch {
    return emptyDraft;
  }
}
