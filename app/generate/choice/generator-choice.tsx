"use client";

import { GeneratedCanvas } from "../picture/generated-canvas.tsx";
import { type Choice, type Generator, generators } from "./choice.ts";

const about: Record<Generator, { name: string; words: string }> = {
  dream: { name: "Dream", words: "A small network paints what it makes of a place." },
  flow: { name: "Flow", words: "Strokes of a brush that follow a current." },
};

type Props = { choice: Choice; isDisabled: boolean; onChange: (service: Generator) => void };

/** The two hands, each shown on the same seed. */
export function GeneratorChoice({ choice, isDisabled, onChange }: Props) {
  return (
    <fieldset disabled={isDisabled} data-testid="generator">
      <legend className="mb-3 font-medium text-sm">Hand</legend>
      <div className="grid grid-cols-2 gap-3">
        {generators.map((service) => (
          <label
            key={service}
            className="relative block cursor-pointer border border-line p-2 text-sm transition-colors hover:border-edge has-checked:border-brass has-focus-visible:outline-2 has-focus-visible:outline-brass has-focus-visible:outline-offset-3"
          >
            <input
              type="radio"
              name="service"
              value={service}
              checked={choice.service === service}
              onChange={() => onChange(service)}
              className="sr-only"
            />
            <GeneratedCanvas
              choice={{ ...choice, service, width: 1024, height: 768 }}
              longest={168}
              lane="thumbs"
              alt=""
              className="w-full"
            />
            <span className="mt-2 block font-medium">{about[service].name}</span>
            <span className="block text-faint text-xs leading-5">{about[service].words}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
