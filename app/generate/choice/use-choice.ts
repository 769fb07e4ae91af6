"use client";

import { useQueryStates } from "nuqs";
import { useCallback, useRef } from "react";
import type { Choice } from "./choice.ts";
import { choiceParsers } from "./choice-parsers.ts";

/**
 * What is chosen, in the page's address. Each change writes all of it, so that the link shows the same picture
 * whatever a later first choice may be.
 */
export function useChoice() {
  const [choice, setQuery] = useQueryStates(choiceParsers, { history: "replace", clearOnDefault: false });
  const latest = useRef<Choice>(choice);
  latest.current = choice;
  const change = useCallback(
    (part: Partial<Choice>) => {
      latest.current = { ...latest.current, ...part };
      void setQuery(latest.current);
    },
    [setQuery],
  );
  return { choice, change };
}
