"use client";

import { useCallback, useEffect, useState } from "react";
import { type Draft, draftSlot, emptyDraft, parseDraft } from "./draft.ts";

/** A job about a picture that nobody can fetch would never be taken. */
async function isGone(inputCid: string): Promise<boolean> {
  const response = await fetch(`/api/uploads/${inputCid}`, { method: "HEAD" }).catch(() => undefined);
  return response?.status === 404;
}

/** The draft, kept in local storage with each change. `isRestored` is false until it has been read. */
export function useDraft() {
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [isRestored, setRestored] = useState(false);

  useEffect(() => {
    const kept = parseDraft(window.localStorage.getItem(draftSlot));
    setDraft(kept);
    setRestored(true);
    const inputCid = kept.picture?.inputCid;
    if (inputCid && !kept.postHash)
      void isGone(inputCid).then((gone) => {
        if (gone)
          setDraft((now) => (now.picture?.inputCid === inputCid ? { ...now, picture: undefined } : now));
      });
  }, []);

  const change = useCallback((part: Partial<Draft>) => {
    setDraft((known) => {
      const next = { ...known, ...part };
      window.localStorage.setItem(draftSlot, JSON.stringify(next));
      return next;
    });
  }, []);

  const clear = useCallback(() => window.localStorage.removeItem(draftSlot), []);

  return { draft, change, clear, isRestored };
}
