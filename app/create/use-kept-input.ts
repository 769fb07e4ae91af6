"use client";

import { useEffect, useRef } from "react";

/**
 * Asks once, after a reload, whether the draft's picture is still stored: a job about a picture that nobody
 * can fetch would never be taken.
 * @param inputCid of the draft as it was restored
 */
export function useKeptInput(inputCid: string | undefined, onGone: () => void): void {
  const asked = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, about the restored draft
  useEffect(() => {
    if (asked.current || !inputCid) return;
    asked.current = true;
    fetch(`/api/uploads/${inputCid}`, { method: "HEAD" })
      .then((response) => {
        if (response.status === 404) onGone();
      })
      .catch(() => undefined);
  }, [inputCid]);
}
