"use client";

import { TextField } from "../../_components/text-field.tsx";
import { type Choice, paramsOf, randomSeed } from "./choice.ts";

type Props = { choice: Choice; isDisabled: boolean; onChange: (seed: string) => void };

/** The seed, typed or drawn. */
export function SeedField({ choice, isDisabled, onChange }: Props) {
  return (
    <div className="grid grid-cols-[1fr_auto] gap-x-3">
      <TextField
        label="Seed"
        name="seed"
        isRequired
        maxLength={200}
        hint="A number, a name, a line of a poem. The same seed gives the same picture, everywhere. Up to 16 Latin letters stay readable in the token."
        value={choice.seed}
        error={paramsOf(choice) ? undefined : "Type a number or some words, or shuffle."}
        isDisabled={isDisabled}
        onChange={onChange}
      />
      <button
        type="button"
        className="button mt-[1.625rem] self-start"
        disabled={isDisabled}
        onClick={() => onChange(randomSeed())}
        data-testid="shuffle"
      >
        Shuffle
      </button>
    </div>
  );
}
