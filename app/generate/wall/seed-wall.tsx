"use client";

import { useEffect, useState } from "react";
import { type Choice, randomSeed } from "../choice/choice.ts";
import { ThumbButton } from "./thumb-button.tsx";

const places = 12;

const drawSeeds = () => Array.from({ length: places }, randomSeed);

type Props = { choice: Choice; isDisabled: boolean; onChoose: (seed: string) => void };

/** Twelve other seeds with everything else as it is chosen. */
export function SeedWall({ choice, isDisabled, onChoose }: Props) {
  const [seeds, setSeeds] = useState<string[]>([]);
  // Drawn in the browser only: the server would draw others.
  useEffect(() => setSeeds(drawSeeds()), []);
  return (
    <section aria-labelledby="seeds">
      <div className="mb-5 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
        <h2 id="seeds" className="subtitle">
          Twelve seeds
        </h2>
        <button
          type="button"
          className="button"
          disabled={isDisabled}
          onClick={() => setSeeds(drawSeeds())}
          data-testid="shuffle-all"
        >
          Shuffle all
        </button>
      </div>
      <ul
        className="grid min-h-40 grid-cols-3 gap-x-3 gap-y-4 sm:grid-cols-4 lg:grid-cols-6"
        data-testid="seed-wall"
      >
        {seeds.map((seed) => (
          <li key={seed}>
            <ThumbButton
              choice={{ ...choice, seed }}
              isChosen={choice.seed === seed}
              isDisabled={isDisabled}
              onChoose={() => onChoose(seed)}
              testId="wall-seed"
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
