"use client";

import { useCallback, useEffect, useState } from "react";
import { type Draft, draftSlot, emptyDraft, parseDraft } from "./draft.ts";

/** The draft, kept in local storage with each change. `isRestored` is false until it has been read. */
export function useDraft() {
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [isRestored, setRestored] = useState(false);

  useEffect(() => {
    setDraft(parseDraft(window.localStorage.getItem(draftSlot)));
    setRestored(true);
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
