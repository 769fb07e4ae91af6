"use client";

import type { Choice } from "./choice.ts";
import { LookFields } from "./look-fields.tsx";
import { SeedField } from "./seed-field.tsx";

type Props = { choice: Choice; isLocked: boolean; onChange: (part: Partial<Choice>) => void };

/** Everything that the picture is made from. */
export function ChoicePanel({ choice, isLocked, onChange }: Props) {
  return (
    <div className="grid content-start gap-8">
      <SeedField choice={choice} isDisabled={isLocked} onChange={(seed) => onChange({ seed })} />
      <LookFields choice={choice} isLocked={isLocked} onChange={onChange} />
    </div>
  );
}
