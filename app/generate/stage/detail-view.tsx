"use client";

import { useState } from "react";
import { type Choice, describe } from "../choice/choice.ts";
import { GeneratedCanvas } from "../picture/generated-canvas.tsx";

const side = 480;

/** A piece of the work at its full size, one pixel for one; looked for with two sliders. */
export function DetailView({ choice }: { choice: Choice }) {
  const [place, setPlace] = useState({ across: 50, down: 50 });
  const { width, height } = choice;
  const part = { width: Math.min(side, width), height: Math.min(side, height) };
  const rect = {
    ...part,
    x: Math.round(((width - part.width) * place.across) / 100),
    y: Math.round(((height - part.height) * place.down) / 100),
  };
  const slider = (axis: "across" | "down", label: string) => (
    <label className="grid grid-cols-[4.5rem_1fr] items-center gap-3 text-faint text-xs">
      {label}
      <input
        type="range"
        min={0}
        max={100}
        value={place[axis]}
        onChange={(event) => setPlace({ ...place, [axis]: event.currentTarget.valueAsNumber })}
        className="slider w-full"
      />
    </label>
  );
  return (
    <div className="mx-auto w-full max-w-120">
      <GeneratedCanvas
        choice={choice}
        longest={side}
        rect={rect}
        lane="stage"
        alt={`A piece of ${describe(choice)} at full size`}
        className="mx-auto max-w-full"
        testId="detail"
      />
      <div className="mt-3">
        {slider("across", "Across")}
        {slider("down", "Down")}
      </div>
    </div>
  );
}
