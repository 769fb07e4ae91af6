"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Hex } from "viem";
import { explainError } from "../_wallet/explain-error.ts";
import { postJson } from "../_wallet/post-json.ts";
import type { Problem } from "../_wallet/problem.ts";
import type { WorkDraft } from "./draft.ts";

const pauseMs = 900;

type StoredCard = { text: string; cardDigest: Hex };

/**
 * Stores the art card shortly after typing stops, so that its digest is known before the wallet is asked.
 * @param isWanted false as long as the draft is not complete
 */
export function useCard(card: WorkDraft["card"], isWanted: boolean) {
  const text = JSON.stringify(card);
  const [stored, setStored] = useState<StoredCard>();
  const [problem, setProblem] = useState<Problem>();
  const running = useRef<{ text: string; task: Promise<Hex> }>(undefined);

  const store = useCallback((): Promise<Hex> => {
    if (running.current?.text === text) return running.current.task;
    const task = postJson<{ cardDigest: Hex }>("/api/cards", JSON.parse(text)).then(
      ({ cardDigest }) => {
        setStored({ text, cardDigest });
        setProblem(undefined);
        return cardDigest;
      },
      (thrown: unknown) => {
        running.current = undefined;
        setProblem(explainError(thrown));
        throw thrown;
      },
    );
    running.current = { text, task };
    return task;
  }, [text]);

  useEffect(() => {
    if (!isWanted) return;
    const timer = setTimeout(() => void store().catch(() => undefined), pauseMs);
    return () => clearTimeout(timer);
  }, [isWanted, store]);

  return { cardDigest: stored?.text === text ? stored.cardDigest : undefined, store, problem };
}
