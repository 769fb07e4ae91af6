"use client";

import { type Choice, describe } from "../choice/choice.ts";
import { isSame } from "./shelf.ts";
import { ThumbButton } from "./thumb-button.tsx";

type Props = {
  kept: readonly Choice[];
  choice: Choice;
  isDisabled: boolean;
  onChoose: (choice: Choice) => void;
  onCompare: (choice: Choice) => void;
  onDrop: (choice: Choice) => void;
};

/** What was kept in this browser: to take up again, to compare with, to drop. */
export function KeptShelf({ kept, choice, isDisabled, onChoose, onCompare, onDrop }: Props) {
  return (
    <section aria-labelledby="kept">
      <h2 id="kept" className="subtitle mb-5">
        Kept
      </h2>
      {kept.length === 0 && (
        <p className="border-line border-t pt-4 text-faint text-sm leading-6">
          What you keep while you try stays here, in this browser, with all that it was made from.
        </p>
      )}
      <ul className="grid grid-cols-3 gap-x-3 gap-y-5 sm:grid-cols-4 lg:grid-cols-6" data-testid="shelf">
        {kept.map((each) => (
          <li key={JSON.stringify(each)}>
            <ThumbButton
              choice={each}
              isChosen={isSame(each, choice)}
              isDisabled={isDisabled}
              onChoose={() => onChoose(each)}
              testId="kept"
            />
            <p className="flex flex-wrap gap-x-3 text-xs">
              <button
                type="button"
                className="link py-1 text-soft"
                aria-label={`Compare with ${describe(each)}`}
                onClick={() => onCompare(each)}
                data-testid="compare-kept"
              >
                Compare
              </button>
              <button
                type="button"
                className="link py-1 text-faint"
                aria-label={`Drop ${describe(each)}`}
                onClick={() => onDrop(each)}
                data-testid="drop-kept"
              >
                Drop
              </button>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
