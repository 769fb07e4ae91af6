"use client";

import { useId } from "react";

type Props = {
  label: string;
  hint: string;
  value: number;
  max: number;
  isDisabled: boolean;
  onChange: (value: number) => void;
  name: string;
};

/** A whole number from 0 on, by a slider. */
export function SliderField({ label, hint, value, max, isDisabled, onChange, name }: Props) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="flex justify-between gap-4 text-sm">
        <span className="font-medium">{label}</span>
        <output htmlFor={id} className="text-soft tabular-nums">
          {value}
        </output>
      </label>
      <input
        id={id}
        name={name}
        type="range"
        min={0}
        max={max}
        step={1}
        value={value}
        disabled={isDisabled}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber)}
        className="slider mt-1.5 w-full"
      />
      <p id={`${id}-hint`} className="text-faint text-xs leading-5">
        {hint}
      </p>
    </div>
  );
}
