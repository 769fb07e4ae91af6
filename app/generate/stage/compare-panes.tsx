"use client";

import { type Choice, describe } from "../choice/choice.ts";
import { GeneratedCanvas } from "../picture/generated-canvas.tsx";
import { Rendering } from "../picture/rendering.tsx";

type Props = { choice: Choice; other: Choice; onTake: () => void; onClose: () => void };

/** Two pictures side by side: what is chosen now, and one that was kept. */
export function ComparePanes({ choice, other, onTake, onClose }: Props) {
  const panes = [
    { name: "Now", picture: choice },
    { name: "Kept", picture: other },
  ];
  return (
    <div data-testid="compare-panes">
      <div className="grid grid-cols-2 items-start gap-3">
        {panes.map(({ name, picture }) => (
          <figure key={name}>
            <div className="relative">
              <GeneratedCanvas
                choice={picture}
                longest={640}
                lane="stage"
                alt={`${name}: ${describe(picture)}`}
                className="peer w-full"
              />
              <Rendering />
            </div>
            <figcaption className="mt-2 text-sm">
              {name} <span className="text-faint">{describe(picture)}</span>
            </figcaption>
          </figure>
        ))}
      </div>
      <p className="mt-4 flex flex-wrap gap-3">
        <button type="button" className="button" onClick={onTake} data-testid="take-kept">
          Take the kept one
        </button>
        <button type="button" className="button" onClick={onClose}>
          Go on with this one
        </button>
      </p>
    </div>
  );
}
