"use client";

import { type Choice, describe } from "../choice/choice.ts";
import { GeneratedCanvas } from "../picture/generated-canvas.tsx";

type Props = { choice: Choice; isChosen: boolean; isDisabled: boolean; onChoose: () => void; testId: string };

/** A small picture to pick. */
export function ThumbButton({ choice, isChosen, isDisabled, onChoose, testId }: Props) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      aria-label={describe(choice)}
      disabled={isDisabled}
      onClick={onChoose}
      data-testid={testId}
      className="group block w-full text-left"
    >
      <span className="block border border-transparent p-0.5 transition-colors group-hover:border-edge group-aria-pressed:border-brass">
        <GeneratedCanvas choice={choice} longest={192} lane="thumbs" alt="" className="w-full" />
      </span>
      <span aria-hidden="true" className="mt-1 block truncate text-faint text-xs tabular-nums leading-5">
        {choice.seed}
      </span>
    </button>
  );
}
