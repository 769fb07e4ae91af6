import { TextField } from "../_components/text-field.tsx";
import type { WorkDraft } from "./draft.ts";

type Royalty = Pick<WorkDraft, "royaltyPercent" | "royaltyReceiver" | "operatorSharePercent">;
type Props = {
  royalty: Royalty;
  errors: Partial<Record<keyof Royalty, string>>;
  isLocked: boolean;
  onChange: (part: Partial<Royalty>) => void;
};

/** What the artist gets of later sales and where it goes, and what the operators get. */
export function RoyaltyFields({ royalty, errors, isLocked, onChange }: Props) {
  return (
    <div className="grid gap-6 sm:grid-cols-[9rem_1fr]">
      <TextField
        label="Royalty"
        name="royaltyPercent"
        inputMode="decimal"
        suffix="%"
        isRequired
        value={royalty.royaltyPercent}
        error={errors.royaltyPercent}
        isDisabled={isLocked}
        onChange={(royaltyPercent) => onChange({ royaltyPercent })}
      />
      <TextField
        label="Royalty goes to"
        name="royaltyReceiver"
        hint="An address. Empty means the wallet that pays."
        value={royalty.royaltyReceiver}
        error={errors.royaltyReceiver}
        isDisabled={isLocked}
        onChange={(royaltyReceiver) => onChange({ royaltyReceiver })}
      />
      <div className="sm:col-span-2">
        <TextField
          label="Share for the operators"
          name="operatorSharePercent"
          inputMode="decimal"
          suffix="%"
          hint="Of each later sale here, for those whose machines computed the work: 0 to 5 %, yours to choose."
          value={royalty.operatorSharePercent}
          error={errors.operatorSharePercent}
          isDisabled={isLocked}
          onChange={(operatorSharePercent) => onChange({ operatorSharePercent })}
        />
      </div>
    </div>
  );
}
