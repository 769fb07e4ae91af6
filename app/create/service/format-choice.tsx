"use client";

import { type Format, formats, refusalOf, saysOf } from "../../_server/delivery/formats.ts";
import { useDownloadFormat } from "../use-download-format.ts";
import { RadioChip } from "./radio-chip.tsx";

type Props = {
  /** Size in pixels of what will be made, once that is known. */
  result?: { width: number; height: number } | undefined;
  hasAlpha: boolean;
  isLocked: boolean;
};

/** How the finished work is taken home. It changes nothing of what is computed, proved and paid. */
export function FormatChoice({ result, hasAlpha, isLocked }: Props) {
  const { format: wanted, choose, isRestored } = useDownloadFormat();
  const refusals = new Map(
    (Object.keys(formats) as Format[]).map((format) => [format, result && refusalOf(format, result)]),
  );
  const format = refusals.get(wanted) ? "png" : wanted;
  return (
    <fieldset disabled={isLocked || !isRestored} data-testid="format">
      <legend className="mb-3 font-medium text-sm">Taken home as</legend>
      <div className="grid auto-cols-[minmax(0,1fr)] grid-flow-col gap-2 sm:gap-3">
        {[...refusals].map(([each, refusal]) => (
          <RadioChip
            key={each}
            name="format"
            value={each}
            isChecked={each === format}
            isDisabled={refusal !== undefined}
            onChoose={() => choose(each)}
          >
            {formats[each].name}
          </RadioChip>
        ))}
      </div>
      <p className="mt-3 text-faint text-xs leading-5">
        {formats[format].name}: {saysOf(format, hasAlpha)}.{" "}
        {format !== "png" && "Made from the proved PNG when you download the work. "}
        Another format can be taken at any time.
      </p>
      {[...refusals.values()].map(
        (refusal) =>
          refusal && (
            <p key={refusal} className="mt-1 text-faint text-xs leading-5">
              {refusal}
            </p>
          ),
      )}
    </fieldset>
  );
}
