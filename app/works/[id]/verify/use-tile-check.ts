"use client";

import { useEffect, useRef, useState } from "react";
import { explainError } from "../../../_wallet/explain-error.ts";
import type { Problem } from "../../../_wallet/problem.ts";
import type { Stage, Subject, TileCheck } from "./check-tile.ts";
import { isRight } from "./judgement.ts";

export type CheckState =
  | { kind: "idle" }
  | { kind: "checking"; index: number; stage: Stage }
  | { kind: "checked"; check: TileCheck }
  | { kind: "failed"; index: number; problem: Problem };

/** Checks tiles one after the other, and remembers what came of them. The engine is loaded with the first. */
export function useTileCheck(subject: Subject) {
  const [state, setState] = useState<CheckState>({ kind: "idle" });
  const [seen, setSeen] = useState<ReadonlyMap<number, boolean>>(new Map());
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const check = async (index: number) => {
    running.current?.abort();
    const stop = new AbortController();
    running.current = stop;
    const say = (stage: Stage) => {
      if (!stop.signal.aborted) setState({ kind: "checking", index, stage });
    };
    say("chain");
    try {
      const { checkTile } = await import("./check-tile.ts");
      const found = await checkTile(subject, index, say, stop.signal);
      if (stop.signal.aborted) return;
      setState({ kind: "checked", check: found });
      setSeen((before) => new Map(before).set(index, isRight(found.judgement)));
    } catch (thrown) {
      if (!stop.signal.aborted) setState({ kind: "failed", index, problem: explainError(thrown) });
    }
  };

  return { state, seen, check };
}
