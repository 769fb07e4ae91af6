"use client";

import { useState } from "react";
import { useHydrated } from "../../_components/local-time.tsx";
import { type Choice, describe } from "../choice/choice.ts";
import { GeneratedCanvas } from "../picture/generated-canvas.tsx";
import { fitted } from "../picture/pass-sizes.ts";
import { Rendering } from "../picture/rendering.tsx";
import { ComparePanes } from "./compare-panes.tsx";
import { CopyLink } from "./copy-link.tsx";
import { DetailView } from "./detail-view.tsx";

/** Longest side of the preview, pixels. Works up to this size are shown as they will be delivered. */
const longestPreview = 1024;

type Props = {
  choice: Choice;
  other?: Choice;
  isKept: boolean;
  onKeep: () => void;
  onTake: () => void;
  onCompareEnd: () => void;
};

function Caption({ choice }: { choice: Choice }) {
  const shown = fitted(choice, longestPreview);
  const isWhole = shown.width === choice.width && shown.height === choice.height;
  return (
    <p className="mt-3 text-sm tabular-nums leading-6" data-testid="shown-size">
      {choice.width} × {choice.height}{" "}
      <span className="text-faint">
        {isWhole
          ? "shown pixel for pixel: the work will be exactly this."
          : `shown at ${shown.width} × ${shown.height}. The work is rendered at its own size, not enlarged.`}
      </span>
    </p>
  );
}

/** The picture while it is being found, and what can be done with it. */
export function GenerateStage({ choice, other, isKept, onKeep, onTake, onCompareEnd }: Props) {
  const hydrated = useHydrated();
  const [isClose, setClose] = useState(false);
  if (other) return <ComparePanes choice={choice} other={other} onTake={onTake} onClose={onCompareEnd} />;
  const ratio = choice.width / choice.height;
  return (
    <div className="max-sm:contents">
      <div className="max-sm:-mx-4 grid place-items-center bg-sunk max-sm:sticky max-sm:top-0 max-sm:z-10">
        <div
          className="relative [--room:40dvh] lg:[--room:72dvh]"
          style={{ width: `min(100%, calc(var(--room) * ${ratio.toFixed(4)}))` }}
        >
          <GeneratedCanvas
            choice={choice}
            longest={longestPreview}
            lane="stage"
            alt={describe(choice)}
            className="peer w-full"
            testId="preview"
          />
          <Rendering />
        </div>
      </div>
      <div>
        <Caption choice={choice} />
        <p className="mt-3 flex flex-wrap gap-3">
          <button
            type="button"
            className="button"
            disabled={!hydrated || isKept}
            onClick={onKeep}
            data-testid="keep"
          >
            {isKept ? "Kept" : "Keep"}
          </button>
          <button
            type="button"
            className="button"
            disabled={!hydrated}
            aria-expanded={isClose}
            onClick={() => setClose(!isClose)}
            data-testid="look-close"
          >
            {isClose ? "Step back" : "Look at it closely"}
          </button>
          <CopyLink />
        </p>
        {isClose && (
          <div className="mt-5">
            <DetailView choice={choice} />
          </div>
        )}
      </div>
    </div>
  );
}
