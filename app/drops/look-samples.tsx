"use client";

import { useMemo } from "react";
import { type Choice, describe, generators } from "../generate/choice/choice.ts";
import { GeneratedCanvas } from "../generate/picture/generated-canvas.tsx";
import type { Look } from "./look.ts";

const seeds = ["one", "two", "three", "four", "five", "six"];

/** What works of a series may look like: the same look on seeds that are nobody's. Nothing where it is not known. */
export function LookSamples({ look, count = seeds.length }: { look: Look; count?: number }) {
  const choices = useMemo(
    () => seeds.slice(0, count).map((seed): Choice => ({ ...look, seed: `${seed}, a sample` })),
    [look, count],
  );
  if (!generators.includes(look.service)) return null;
  return (
    <figure data-testid="look-samples">
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        {choices.map((choice) => (
          <GeneratedCanvas
            key={choice.seed}
            choice={choice}
            longest={256}
            lane="thumbs"
            alt={describe(choice)}
            className="w-full"
          />
        ))}
      </div>
      <figcaption className="mt-3 text-faint text-xs leading-5">
        Samples from made-up seeds, rendered in this browser. Each work has a seed of its own, which nobody
        knows before it is bought.
      </figcaption>
    </figure>
  );
}
