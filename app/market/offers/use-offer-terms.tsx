"use client";

import { type ReactNode, useState } from "react";
import { TextField } from "../../_components/text-field.tsx";
import { parseEth } from "../../operate/parse-eth.ts";
import { endOf } from "../sell/sale-draft.ts";

export type OfferTerms = {
  /** Undefined while the terms are not complete. */
  amountWei: bigint | undefined;
  /** Unix seconds. */
  expiresAt: number;
  fields: ReactNode;
  /** Empties the amount. */
  forget: () => void;
};

const mostDays = 365;

/** How much somebody offers and for how long, with the fields to say so. */
export function useOfferTerms(nowSeconds: number): OfferTerms {
  const [text, setText] = useState("");
  const [daysText, setDays] = useState("7");
  const amountWei = parseEth(text);
  const days = /^\d{1,3}$/.test(daysText.trim()) ? Number(daysText) : 0;
  const areDaysGood = days > 0 && days <= mostDays;
  const fields = (
    <div className="grid gap-5 sm:grid-cols-2">
      <TextField
        label="Your offer"
        name="offer"
        value={text}
        onChange={setText}
        inputMode="decimal"
        suffix="ETH"
        isRequired
        error={text.trim() !== "" && !amountWei ? "Give an amount of ETH, for example 0.5." : undefined}
      />
      <TextField
        label="Good for"
        name="offerDays"
        value={daysText}
        onChange={setDays}
        inputMode="decimal"
        suffix="days"
        isRequired
        error={areDaysGood ? undefined : `Give a number of days from 1 to ${mostDays}.`}
      />
    </div>
  );
  return {
    amountWei: areDaysGood ? amountWei : undefined,
    expiresAt: endOf(nowSeconds, days * 86_400),
    fields,
    forget: () => setText(""),
  };
}
