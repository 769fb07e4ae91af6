"use client";

import { TextField } from "../_components/text-field.tsx";
import { type DraftErrors, longest } from "./check-draft.ts";
import type { WorkDraft } from "./draft.ts";
import { RoyaltyFields } from "./royalty-fields.tsx";

type Props = {
  draft: WorkDraft;
  errors: DraftErrors;
  onChange: (
    part: Partial<Pick<WorkDraft, "card" | "royaltyPercent" | "royaltyReceiver" | "operatorSharePercent">>,
  ) => void;
  isLocked: boolean;
};

type CardProps = {
  card: WorkDraft["card"];
  errors: DraftErrors;
  onChange: (card: WorkDraft["card"]) => void;
  isLocked: boolean;
};

/** The texts of an art card. */
export function CardTexts({ card: texts, errors, onChange, isLocked }: CardProps) {
  const card = (field: keyof WorkDraft["card"]) => ({
    name: field,
    value: texts[field],
    error: errors[field],
    maxLength: longest[field],
    isDisabled: isLocked,
    onChange: (value: string) => onChange({ ...texts, [field]: value }),
  });
  return (
    <>
      <TextField label="Title" isRequired {...card("title")} />
      <TextField label="Artist" {...card("artist")} />
      <TextField label="Description" rows={4} {...card("description")} />
      <TextField
        label="Alt text"
        rows={2}
        hint="What is to be seen, for people who do not see it."
        {...card("altText")}
      />
      <TextField label="Rights" hint="For example: CC BY 4.0, or All rights reserved." {...card("rights")} />
    </>
  );
}

/** What the artist says about the work. It goes into the token and cannot be changed later. */
export function CardFields({ draft, errors, onChange, isLocked }: Props) {
  return (
    <div className="grid gap-6">
      <CardTexts
        card={draft.card}
        errors={errors}
        onChange={(card) => onChange({ card })}
        isLocked={isLocked}
      />
      <RoyaltyFields royalty={draft} errors={errors} isLocked={isLocked} onChange={onChange} />
      <p className="text-faint text-xs leading-5">
        All of this is stored for everybody to read and becomes part of the token.
      </p>
    </div>
  );
}
