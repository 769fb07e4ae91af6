"use client";

import { type ChangeEvent, useId } from "react";
import { TextField } from "../_components/text-field.tsx";
import type { Eligibility } from "./allow-list.ts";

type Props = {
  text: string;
  onChange: (text: string) => void;
  /** Undefined as long as there is no list, or no wallet. */
  eligibility: Eligibility | undefined;
  isConnected: boolean;
};

function verdictOf(eligibility: Eligibility | undefined): string | undefined {
  if (eligibility?.kind === "listed")
    return `This wallet is on the list of ${eligibility.accounts}: it may buy before everybody else.`;
  if (eligibility?.kind === "missing")
    return `This wallet is not among the ${eligibility.accounts} on the list. It can buy when everybody can.`;
  return undefined;
}

function errorOf(eligibility: Eligibility | undefined): string | undefined {
  if (eligibility?.kind === "unreadable") return eligibility.problem;
  if (eligibility?.kind === "otherList")
    return "This is not the list that the drop was opened with. Ask the artist for that one.";
  return undefined;
}

/** Checks a wallet against the list of who may buy first. The list itself is not on the chain: only its root is. */
export function ListCheck({ text, onChange, eligibility, isConnected }: Props) {
  const fileId = useId();
  const load = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.currentTarget.files ?? [];
    if (file) onChange(await file.text());
  };
  const verdict = verdictOf(eligibility);
  return (
    <section aria-label="List of who may buy first" className="grid gap-4" data-testid="list-check">
      <TextField
        label="List of who may buy first"
        name="list"
        rows={3}
        isRequired
        hint="The chain knows only the list's fingerprint. Paste the list that the artist published, or load its file; it stays in this browser."
        value={text}
        error={errorOf(eligibility)}
        onChange={onChange}
      />
      <div className="text-sm">
        <label htmlFor={fileId} className="mb-1.5 block">
          Or its file
        </label>
        <input
          id={fileId}
          type="file"
          accept="application/json,.json"
          className="w-full text-soft"
          onChange={(event) => void load(event)}
          data-testid="list-file"
        />
      </div>
      {text !== "" && !isConnected && (
        <p className="text-soft text-sm">Connect a wallet to see whether it is on the list.</p>
      )}
      {verdict && (
        <p
          role="status"
          className="text-sm leading-6"
          data-testid="eligibility"
          data-kind={eligibility?.kind}
        >
          {verdict}
        </p>
      )}
    </section>
  );
}
