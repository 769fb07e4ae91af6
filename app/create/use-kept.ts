"use client";

import { useCallback, useEffect, useState } from "react";

/**
 * Something that a person enters bit by bit, kept in local storage with each change.
 * @param slot where it is kept
 * @param parse reads what was kept; gives an empty one for null and for what it cannot read. Must not change.
 * @returns `isRestored` is false until what was kept has been read
 */
export function useKept<Value extends object>(slot: string, parse: (text: string | null) => Value) {
  const [value, setValue] = useState(() => parse(null));
  const [isRestored, setRestored] = useState(false);

  useEffect(() => {
    setValue(parse(window.localStorage.getItem(slot)));
    setRestored(true);
  }, [slot, parse]);

  const change = useCallback(
    (part: Partial<Value>) => {
      setValue((known) => {
        const next = { ...known, ...part };
        window.localStorage.setItem(slot, JSON.stringify(next));
        return next;
      });
    },
    [slot],
  );

  const clear = useCallback(() => window.localStorage.removeItem(slot), [slot]);

  return { value, change, clear, isRestored };
}
