import { cameraTraits } from "@graphiti/protocol/picture/camera-data.ts";
import type { Draft, WorkDraft } from "./draft.ts";

/** What the artist may keep of the camera's notes; a draft that was kept by an older page has none. */
export const cameraTraitsOf = ({ picture }: Pick<Draft, "picture">) => cameraTraits(picture?.camera ?? {});

/** The draft as it is posted: with the camera's notes among the card's traits, if they are to be kept. */
export function withCamera(draft: Draft): Draft {
  const attributes = draft.keepsCamera ? cameraTraitsOf(draft) : [];
  const card: WorkDraft["card"] = { ...draft.card, ...(attributes.length > 0 && { attributes }) };
  return { ...draft, card };
}
