"use client";

import { useCallback, useMemo, useSyncExternalStore } from "react";
import { changeKept, keptValue, type Parse, watchKept } from "./kept-values.ts";

const never = () => () => {};

/**
 * Something that a person enters bit by bit, kept in local storage with each change; one value for all that show it.
 * @param slot where it is kept
 * @param parse reads what was kept; gives an empty one for null and for what it cannot read. Must not change.
 * @returns `isRestored` is false until what was kept has been read; `clear` forgets it for the next visit
 */
export function useKept<Value extends object>(slot: string, parse: Parse<Value>) {
  const empty = useMemo(() => parse(null), [parse]);
  const value = useSyncExternalStore(
    useCallback((tell) => watchKept(slot, parse, tell), [slot, parse]),
    () => keptValue(slot, parse),
    () => empty,
  );
  const isRestored = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const change = useCallback((part: Partial<Value>) => changeKept(slot, parse, part), [slot, parse]);
  const clear = useCallback(() => window.localStorage.removeItem(slot), [slot]);
  return { value, change, clear, isRestored };
}
