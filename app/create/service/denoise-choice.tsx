import { RadioChip } from "./radio-chip.tsx";

type Props = {
  strengths: readonly number[];
  denoise: number | undefined;
  isLocked: boolean;
  onChange: (denoise: number | undefined) => void;
};

/** How much noise is taken away on the way; nothing to choose where the service does not ask. */
export function DenoiseChoice({ strengths, denoise, isLocked, onChange }: Props) {
  const all = [undefined, ...strengths];
  return (
    <fieldset disabled={isLocked} data-testid="denoise" className="min-h-28">
      <legend className="mb-3 font-medium text-sm">Take noise away</legend>
      {strengths.length > 0 ? (
        <>
          <div className="grid auto-cols-[minmax(0,1fr)] grid-flow-col gap-2 sm:gap-3">
            {all.map((strength) => (
              <RadioChip
                key={strength ?? "none"}
                name="denoise"
                value={strength === undefined ? "none" : String(strength)}
                isChecked={denoise === strength}
                onChoose={() => onChange(strength)}
              >
                {strength ?? "None"}
              </RadioChip>
            ))}
          </div>
          <p className="mt-3 text-faint text-xs leading-5">
            Removes the blocks of JPEG and grain before enlarging: 0 hardly, 3 thoroughly. Fine texture goes
            with it.
          </p>
        </>
      ) : (
        <p className="text-faint text-xs leading-5">
          This hand calms noise by itself; there is nothing to set.
        </p>
      )}
    </fieldset>
  );
}
