import { familyWording, type UpscaleFamily } from "../families.ts";

type Props = {
  families: readonly UpscaleFamily[];
  family: UpscaleFamily;
  isLocked: boolean;
  onChange: (family: UpscaleFamily) => void;
};

/** The ways of enlarging, in plain words. */
export function FamilyChoice({ families, family, isLocked, onChange }: Props) {
  return (
    <fieldset disabled={isLocked} data-testid="family">
      <legend className="mb-3 font-medium text-sm">The hand that draws</legend>
      <div className="grid gap-3 md:grid-cols-2">
        {families.map((each) => {
          const { name, character, goodFor, badFor } = familyWording[each];
          return (
            <label
              key={each}
              className="relative grid cursor-pointer content-start gap-2 border border-line px-4 py-4 text-sm leading-6 transition-colors hover:border-edge has-checked:border-brass has-focus-visible:outline-2 has-focus-visible:outline-brass has-focus-visible:outline-offset-3"
            >
              <span className="flex items-center justify-between gap-4">
                <span className="subtitle">{name}</span>
                <input
                  type="radio"
                  name="family"
                  value={each}
                  checked={family === each}
                  onChange={() => onChange(each)}
                  className="size-3.5 accent-brass outline-none"
                />
              </span>
              <span className="text-soft">{character}</span>
              <span className="text-faint text-xs leading-5">
                <span className="block">Good for {goodFor}.</span>
                <span className="block">Not for {badFor}.</span>
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
