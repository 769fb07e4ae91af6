"use client";

import { useHydrated } from "../../_components/local-time.tsx";

export type Zoom = "fit" | "100" | "200";

const choices: { zoom: Zoom; name: string }[] = [
  { zoom: "fit", name: "Fit" },
  { zoom: "100", name: "100 %" },
  { zoom: "200", name: "200 %" },
];

/** How large the work is shown: fitted, or so many screen pixels for one of its own. */
export function ZoomChoice({ zoom, onChange }: { zoom: Zoom; onChange: (zoom: Zoom) => void }) {
  const hydrated = useHydrated();
  return (
    <fieldset className="flex gap-1 text-xs" disabled={!hydrated}>
      <legend className="sr-only">Size on screen</legend>
      {choices.map((choice) => (
        <label
          key={choice.zoom}
          className="relative cursor-pointer border border-transparent px-3 py-2 text-soft tabular-nums hover:text-ink has-checked:border-edge has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-brass"
        >
          <input
            type="radio"
            name="zoom"
            className="absolute inset-0 cursor-pointer appearance-none outline-none"
            checked={zoom === choice.zoom}
            onChange={() => onChange(choice.zoom)}
          />
          {choice.name}
        </label>
      ))}
    </fieldset>
  );
}
