"use client";

import { largestComplexity, largestVariation } from "@graphiti/protocol/generate-params.ts";
import type { Choice } from "./choice.ts";
import { GeneratorChoice } from "./generator-choice.tsx";
import { PaletteChoice } from "./palette-choice.tsx";
import { SizeFields } from "./size-fields.tsx";
import { SliderField } from "./slider-field.tsx";
import { SymmetryChoice } from "./symmetry-choice.tsx";

type Props = { choice: Choice; isLocked: boolean; onChange: (part: Partial<Choice>) => void };

/** Everything that the picture is made from but its seed; that of the choice is for the previews. */
export function LookFields({ choice, isLocked, onChange }: Props) {
  const { palette, complexity, symmetry, variation, width, height } = choice;
  return (
    <>
      <GeneratorChoice choice={choice} isDisabled={isLocked} onChange={(service) => onChange({ service })} />
      <PaletteChoice
        palette={palette}
        isDisabled={isLocked}
        onChange={(next) => onChange({ palette: next })}
      />
      <div className="grid gap-6 sm:grid-cols-2">
        <SliderField
          label="Complexity"
          name="complexity"
          hint="From a few large shapes to many small ones."
          value={complexity}
          max={largestComplexity}
          isDisabled={isLocked}
          onChange={(next) => onChange({ complexity: next })}
        />
        <SliderField
          label="Variation"
          name="variation"
          hint="Cousins of the same picture."
          value={variation}
          max={largestVariation}
          isDisabled={isLocked}
          onChange={(next) => onChange({ variation: next })}
        />
      </div>
      <SymmetryChoice
        symmetry={symmetry}
        isDisabled={isLocked}
        onChange={(next) => onChange({ symmetry: next })}
      />
      <SizeFields size={{ width, height }} isDisabled={isLocked} onChange={onChange} />
    </>
  );
}
