import type { ReactNode } from "react";

type Props = {
  name: string;
  value: string;
  isChecked: boolean;
  isDisabled?: boolean;
  onChoose: () => void;
  children: ReactNode;
};

/** One of a few, as a box that is its own label. */
export function RadioChip({ name, value, isChecked, isDisabled, onChoose, children }: Props) {
  return (
    <label className="relative flex min-h-11 cursor-pointer items-center justify-center border border-line px-1 py-2 text-center text-sm transition-colors hover:border-edge has-checked:border-brass has-disabled:cursor-not-allowed has-disabled:text-faint has-focus-visible:outline-2 has-focus-visible:outline-brass has-focus-visible:outline-offset-3">
      <input
        type="radio"
        name={name}
        value={value}
        checked={isChecked}
        disabled={isDisabled}
        onChange={onChoose}
        className="sr-only"
      />
      <span>{children}</span>
    </label>
  );
}
