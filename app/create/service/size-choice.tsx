"use client";

import { TextField } from "../../_components/text-field.tsx";
import type { Choice, Refused } from "../choice.ts";
import type { UploadView } from "../offer-view.ts";
import { dpiOf, lengthOf, type PrintUnit, printUnits, readPrint } from "../print-size.ts";
import { RadioChip } from "./radio-chip.tsx";

const times = (size: { width: number; height: number }, scale: number) =>
  `${size.width * scale} × ${size.height * scale}`;

/** How large it prints as it is; nothing for what is too small to be measured. */
function printedSentence(size: { width: number; height: number }, scale: number, unit: PrintUnit): string {
  const [width, height] = [size.width, size.height].map((side) => lengthOf(side * scale, 300, unit));
  return width && height ? `In print ${width} × ${height} ${unit} at 300 dpi.` : "";
}

function RefusedNote({
  refused,
  outputMegapixels,
}: {
  refused: readonly Refused[];
  outputMegapixels: number;
}) {
  return (
    <div className="mt-3 grid gap-1 text-soft text-xs leading-5" data-testid="too-large">
      {refused.map(({ scale, largest }) => (
        <p key={scale}>
          ×{scale} is too much for this picture: one job delivers at most {outputMegapixels} megapixels.
          Scaled down to {largest.width} × {largest.height} it could be taken, and would become{" "}
          {times(largest, scale)}.
        </p>
      ))}
    </div>
  );
}

type Props = {
  choice: Choice;
  scales: readonly number[];
  refused: readonly Refused[];
  outputMegapixels: number;
  /** What the choice comes down to; undefined where nothing fits. */
  scale: number | undefined;
  picture?: UploadView;
  isLocked: boolean;
  onChange: (part: Partial<Choice>) => void;
};

function ByScale({ choice, scales, refused, scale, picture, onChange }: Props) {
  return (
    <>
      <div className="grid auto-cols-[minmax(0,1fr)] grid-flow-col gap-2 sm:gap-3" data-testid="scale">
        {scales.map((each) => (
          <RadioChip
            key={each}
            name="scale"
            value={String(each)}
            isChecked={scale === each}
            isDisabled={refused.some((one) => one.scale === each)}
            onChoose={() => onChange({ scale: each })}
          >
            <span className="block font-medium">×{each}</span>
            <span className="block text-faint text-xs tabular-nums">
              {picture ? times(picture, each) : "each side"}
            </span>
          </RadioChip>
        ))}
      </div>
      <p className="mt-3 min-h-5 text-faint text-xs leading-5 tabular-nums" data-testid="prints">
        {picture && scale !== undefined && printedSentence(picture, scale, choice.print.unit)}
      </p>
    </>
  );
}

/** What the wish comes to, in one sentence. */
function printSentence({ choice, scale, picture }: Props): string {
  const print = readPrint(choice.print);
  if (!picture || scale === undefined || print.errors) return "";
  const { unit } = choice.print;
  const dpi = dpiOf(picture.width * scale, print.width, unit);
  const height = Math.round((print.width * picture.height * 10) / picture.width) / 10;
  const size = `${print.width} × ${height} ${unit}`;
  if (dpi >= print.dpi) return `×${scale} suffices: ${size} at ${dpi} dpi.`;
  return `×${scale} is the most that can be had: ${size} at ${dpi} dpi, instead of ${print.dpi}. At ${print.dpi} dpi it prints ${lengthOf(picture.width * scale, print.dpi, unit)} ${unit} wide.`;
}

function ForPrint(props: Props) {
  const { choice, isLocked, onChange } = props;
  const { print } = choice;
  const { errors } = readPrint(print);
  const set = (part: Partial<Choice["print"]>) => onChange({ print: { ...print, ...part } });
  return (
    <>
      <div className="grid grid-cols-[1fr_auto_1fr] items-start gap-3">
        <TextField
          label="Width"
          name="printWidth"
          inputMode="decimal"
          isRequired
          value={print.width}
          error={errors?.width}
          isDisabled={isLocked}
          onChange={(width) => set({ width })}
        />
        <label className="grid gap-1.5 text-sm">
          Unit
          <select
            className="field min-w-24"
            value={print.unit}
            disabled={isLocked}
            onChange={(event) => set({ unit: event.currentTarget.value as typeof print.unit })}
          >
            {printUnits.map((unit) => (
              <option key={unit}>{unit}</option>
            ))}
          </select>
        </label>
        <TextField
          label="Fineness"
          name="printDpi"
          inputMode="decimal"
          suffix="dpi"
          isRequired
          value={print.dpi}
          error={errors?.dpi}
          isDisabled={isLocked}
          onChange={(dpi) => set({ dpi })}
        />
      </div>
      <p className="mt-3 min-h-5 text-soft text-xs leading-5 tabular-nums" data-testid="prints" role="status">
        {printSentence(props)}
      </p>
    </>
  );
}

/** How large: a scale, or a print that it must suffice for. */
export function SizeChoice(props: Props) {
  const { choice, refused, outputMegapixels, isLocked, onChange } = props;
  return (
    <fieldset disabled={isLocked} data-testid="size">
      <legend className="mb-3 flex w-full items-baseline justify-between gap-6 font-medium text-sm">
        How large
      </legend>
      <div className="mb-3 flex gap-6 text-sm">
        {(
          [
            ["scale", "By scale"],
            ["print", "For a print"],
          ] as const
        ).map(([sizing, name]) => (
          <label key={sizing} className="flex cursor-pointer items-center gap-2">
            <input
              type="radio"
              name="sizing"
              value={sizing}
              checked={choice.sizing === sizing}
              onChange={() => onChange({ sizing })}
              className="size-3.5 accent-brass"
            />
            {name}
          </label>
        ))}
      </div>
      <div className="min-h-28">
        {choice.sizing === "scale" ? <ByScale {...props} /> : <ForPrint {...props} />}
        {refused.length > 0 && <RefusedNote refused={refused} outputMegapixels={outputMegapixels} />}
      </div>
    </fieldset>
  );
}
