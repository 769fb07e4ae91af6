import { emptyWorkDraft, type WorkDraft } from "../../create/draft.ts";

/** What is said about the work; what it is made from stands in the page's address. */
export const draftSlot = "graphiti.generate.1";

export function parseGenerateDraft(text: string | null): WorkDraft {
  try {
    const kept = JSON.parse(text ?? "{}") as Partial<WorkDraft>;
    return { ...emptyWorkDraft, ...kept, card: { ...emptyWorkDraft.card, ...kept.card } };
  } catch {
    return emptyWorkDraft;
  }
}
