"use client";

import { useId } from "react";

type Props = {
  label: string;
  hint?: string;
  error?: string;
  value: string;
  onChange: (value: string) => void;
  rows?: number;
  maxLength?: number;
  name: string;
  inputMode?: "text" | "decimal";
  isRequired?: boolean;
  isDisabled?: boolean;
  suffix?: string;
};

/** A labelled field with its hint and its error. */
export function TextField(props: Props) {
  const { label, hint, error, value, onChange, rows, maxLength, name, inputMode, isRequired, suffix } = props;
  const id = useId();
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  const shared = {
    id,
    name,
    value,
    maxLength,
    inputMode,
    disabled: props.isDisabled,
    "aria-invalid": error ? true : undefined,
    "aria-describedby": described || undefined,
    "aria-required": isRequired,
    autoComplete: "off",
    className: "field",
  };
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 flex justify-between gap-4 text-sm">
        <span>{label}</span>
        {!isRequired && <span className="text-faint">optional</span>}
      </label>
      <div className="relative">
        {rows ? (
          <textarea {...shared} rows={rows} onChange={(event) => onChange(event.currentTarget.value)} />
        ) : (
          <input {...shared} type="text" onChange={(event) => onChange(event.currentTarget.value)} />
        )}
        {suffix && (
          <span aria-hidden="true" className="absolute top-2.5 right-3 text-faint">
            {suffix}
          </span>
        )}
      </div>
      {hint && (
        <p id={`${id}-hint`} className="mt-1.5 text-faint text-xs leading-5">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="mt-1.5 text-bad text-sm" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
