"use client";

import { useEffect } from "react";
import { draftSlot, parseDraft } from "./draft.ts";
import { useKept } from "./use-kept.ts";

/** A job about a picture that nobody can fetch would never be taken. */
async function isGone(inputCid: string): Promise<boolean> {
  const response = await fetch(`/api/uploads/${inputCid}`, { method: "HEAD" }).catch(() => undefined);
  return response?.status === 404;
}

/** The draft, kept in local storage with each change. `isRestored` is false until it has been read. */
export function useDraft() {
  const { value: draft, change, clear, isRestored } = useKept(draftSlot, parseDraft);
  const inputCid = draft.postHash ? undefined : draft.picture?.inputCid;

  // Asked once, about the picture that was kept: one that has just been uploaded is there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the picture of the first moment
  useEffect(() => {
    if (!isRestored || !inputCid) return;
    let isCurrent = true;
    void isGone(inputCid).then((gone) => {
      if (gone && isCurrent) change({ picture: undefined });
    });
    return () => {
      isCurrent = false;
    };
  }, [isRestored]);

  return { draft, change, clear, isRestored };
}
