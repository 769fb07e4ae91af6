"use client";

import { useEffect, useRef } from "react";
import { type Format, formats, refusalOf, saysOf } from "../../_server/delivery/formats.ts";
import { useDownloadFormat } from "../../create/use-download-format.ts";

type Picture = { width: number; height: number; hasAlpha: boolean };

type RowProps = { format: Format; picture: Picture; onChoose: (format: Format) => void };

function FormatRow({ format, picture, onChoose }: RowProps) {
  const refusal = refusalOf(format, picture);
  return (
    <label className="relative flex cursor-pointer items-baseline gap-4 border-line border-t py-3 pr-3 pl-4 text-soft hover:text-ink has-checked:text-ink has-disabled:cursor-not-allowed has-disabled:text-faint has-focus-visible:outline-2 has-focus-visible:outline-brass">
      <input
        type="radio"
        name="format"
        value={format}
        defaultChecked={format === "png"}
        disabled={refusal !== undefined}
        onChange={() => onChoose(format)}
        className="peer absolute inset-0 cursor-[inherit] appearance-none outline-none"
      />
      <span
        aria-hidden="true"
        className="-left-px absolute inset-y-0 w-0.5 bg-transparent peer-checked:bg-brass"
      />
      <span className="w-12 shrink-0 font-medium">{formats[format].name}</span>
      <span className="min-w-0 text-[0.8125rem]">{refusal ?? saysOf(format, picture.hasAlpha)}</span>
    </label>
  );
}

/**
 * The formats of a work, with the one that this person prefers chosen. The browser keeps what is checked, so that the
 * form needs no script, and a choice made before the page was alive stands.
 */
export function FormatRows({ picture }: { picture: Picture }) {
  const { format: preferred, choose, isRestored } = useDownloadFormat();
  const rows = useRef<HTMLFieldSetElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: proposed once; later choices are made here
  useEffect(() => {
    const radioOf = (format: Format) =>
      rows.current?.querySelector<HTMLInputElement>(`input[value="${format}"]`);
    const proposed = radioOf(preferred);
    if (isRestored && proposed && !proposed.disabled && radioOf("png")?.checked) proposed.checked = true;
  }, [isRestored]);
  return (
    <fieldset ref={rows} className="border-line border-b" data-restored={isRestored}>
      <legend className="mb-2 flex w-full items-baseline justify-between gap-4">
        <span className="font-medium text-ink">Download</span>
        <span className="text-faint text-xs tabular-nums">
          {picture.width} × {picture.height} pixels, sRGB
        </span>
      </legend>
      {(Object.keys(formats) as Format[]).map((format) => (
        <FormatRow key={format} format={format} picture={picture} onChoose={choose} />
      ))}
    </fieldset>
  );
}
