"use client";

import { palettes } from "@graphiti/models/generate/palettes.ts";
import { paletteNames } from "@graphiti/protocol/generate-params.ts";

type Props = { palette: number; isDisabled: boolean; onChange: (palette: number) => void };

function stripes(name: (typeof paletteNames)[number]): string {
  const { colours } = palettes[name];
  const hex = (colour: number) => `#${colour.toString(16).padStart(6, "0")}`;
  return `linear-gradient(90deg, ${colours.map(hex).join(", ")})`;
}

/** The palettes by their colours. */
export function PaletteChoice({ palette, isDisabled, onChange }: Props) {
  return (
    <fieldset disabled={isDisabled} data-testid="palette">
      <legend className="mb-3 font-medium text-sm">Palette</legend>
      <div className="grid grid-cols-3 gap-2 sm:grid-cols-4">
        {paletteNames.map((name, index) => (
          <label
            key={name}
            className="relative block cursor-pointer border border-line p-1.5 transition-colors hover:border-edge has-checked:border-brass has-focus-visible:outline-2 has-focus-visible:outline-brass has-focus-visible:outline-offset-3"
          >
            <input
              type="radio"
              name="palette"
              value={name}
              checked={palette === index}
              onChange={() => onChange(index)}
              className="sr-only"
            />
            <span aria-hidden="true" className="block h-6" style={{ backgroundImage: stripes(name) }} />
            <span className="mt-1 block text-center text-soft text-xs leading-5">{name}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
