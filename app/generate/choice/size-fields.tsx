"use client";

import { maxGeneratedSide } from "@graphiti/protocol/quote.ts";
import { useEffect, useState } from "react";
import { TextField } from "../../_components/text-field.tsx";
import { RadioChip } from "../../create/service/radio-chip.tsx";
import {
  aspectName,
  aspectOf,
  aspects,
  longSides,
  readSide,
  type Size,
  scaledTo,
  shaped,
  shortestSide,
  turned,
} from "./aspects.ts";

type Props = { size: Size; isDisabled: boolean; onChange: (size: Size) => void };

const wrongSide = `From ${shortestSide} to ${maxGeneratedSide}.`;

/** A side as it is typed: what is no size yet stays in the field and changes nothing. */
function SideField(props: {
  label: string;
  name: string;
  side: number;
  isDisabled: boolean;
  onChange: (side: number) => void;
}) {
  const { side, onChange, ...field } = props;
  const [text, setText] = useState(String(side));
  useEffect(() => setText((typed) => (readSide(typed) === side ? typed : String(side))), [side]);
  return (
    <TextField
      {...field}
      isRequired
      inputMode="decimal"
      suffix="px"
      value={text}
      error={readSide(text) === undefined ? wrongSide : undefined}
      onChange={(typed) => {
        setText(typed);
        const next = readSide(typed);
        if (next !== undefined) onChange(next);
      }}
    />
  );
}

/** Shape and size of the work: rendered at that size, never enlarged. */
export function SizeFields({ size, isDisabled, onChange }: Props) {
  const { width, height } = size;
  const shape = aspectOf(size);
  const longSide = Math.max(width, height);
  return (
    <div className="grid gap-7">
      <fieldset disabled={isDisabled} data-testid="aspect">
        <legend className="mb-3 font-medium text-sm">Shape</legend>
        <div className="grid grid-cols-3 gap-2 sm:grid-cols-6">
          {aspects.map((aspect) => (
            <RadioChip
              key={aspectName(aspect)}
              name="aspect"
              value={aspectName(aspect)}
              isChecked={shape === aspect}
              onChoose={() => onChange(shaped(size, aspect))}
            >
              {aspectName(aspect)}
            </RadioChip>
          ))}
        </div>
        <button
          type="button"
          className="link mt-3 text-sm text-soft"
          disabled={width === height}
          onClick={() => onChange(turned(size))}
          data-testid="turn"
        >
          {height > width ? "Lay it down" : "Stand it up"}
        </button>
      </fieldset>
      <fieldset disabled={isDisabled} data-testid="long-side">
        <legend className="mb-3 font-medium text-sm">Long side</legend>
        <div className="grid grid-cols-4 gap-2">
          {longSides.map((side) => (
            <RadioChip
              key={side}
              name="long-side"
              value={String(side)}
              isChecked={longSide === side}
              onChoose={() => onChange(scaledTo(size, side))}
            >
              {side}
            </RadioChip>
          ))}
        </div>
      </fieldset>
      <div className="grid grid-cols-2 gap-3">
        <SideField
          label="Width"
          name="width"
          side={width}
          isDisabled={isDisabled}
          onChange={(next) => onChange({ width: next, height })}
        />
        <SideField
          label="Height"
          name="height"
          side={height}
          isDisabled={isDisabled}
          onChange={(next) => onChange({ width, height: next })}
        />
      </div>
    </div>
  );
}
