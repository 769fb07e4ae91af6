"use client";

import { TextField } from "../_components/text-field.tsx";
import { type DraftErrors, longest } from "../create/check-draft.ts";
import { RoyaltyFields } from "../create/royalty-fields.tsx";
import type { Batch } from "./batch.ts";

type Props = {
  batch: Batch;
  errors: DraftErrors;
  isLocked: boolean;
  onChange: (part: Partial<Batch>) => void;
};

/** What is the same for all works of a batch; the titles stand beside the pictures. */
export function BatchCard({ batch, errors, isLocked, onChange }: Props) {
  const card = (field: "artist" | "description" | "rights") => ({
    name: field,
    value: batch.card[field],
    error: errors[field],
    maxLength: longest[field],
    isDisabled: isLocked,
    onChange: (value: string) => onChange({ card: { ...batch.card, [field]: value } }),
  });
  return (
    <div className="grid gap-6">
      <TextField label="Artist" {...card("artist")} />
      <TextField label="Description" rows={3} {...card("description")} />
      <TextField label="Rights" hint="For example: CC BY 4.0, or All rights reserved." {...card("rights")} />
      <RoyaltyFields royalty={batch} errors={errors} isLocked={isLocked} onChange={onChange} />
    </div>
  );
}
