"use client";

import { symmetryNames } from "@graphiti/protocol/generate-params.ts";
import { RadioChip } from "../../create/service/radio-chip.tsx";

type Props = { symmetry: number; isDisabled: boolean; onChange: (symmetry: number) => void };

/** How often the picture meets itself. */
export function SymmetryChoice({ symmetry, isDisabled, onChange }: Props) {
  return (
    <fieldset disabled={isDisabled} data-testid="symmetry">
      <legend className="mb-3 font-medium text-sm">Symmetry</legend>
      <div className="flex flex-wrap gap-2">
        {symmetryNames.map((name, index) => (
          <RadioChip
            key={name}
            name="symmetry"
            value={name}
            isChecked={symmetry === index}
            onChoose={() => onChange(index)}
          >
            {name}
          </RadioChip>
        ))}
      </div>
    </fieldset>
  );
}
