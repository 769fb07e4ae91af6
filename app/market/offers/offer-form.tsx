"use client";

import { useState } from "react";
import { formatEth } from "../../_components/format-eth.ts";
import { TextField } from "../../_components/text-field.tsx";
import { CallButton } from "../../_wallet/call-button.tsx";
import { useSettings } from "../../_wallet/settings-context.tsx";
import { parseEth } from "../../operate/parse-eth.ts";
import { endOf } from "../sell/sale-draft.ts";
import { SignOffer } from "./sign-offer.tsx";

const scopes = {
  ether: {
    name: "This work, ether",
    says: "The market keeps your ether until you take it back. Offering again adds to it.",
  },
  work: { name: "This work, by signature", says: "Wrapped ether stays in your wallet until it is accepted." },
  collection: {
    name: "Any work of the collection, by signature",
    says: "The first owner who accepts sells you theirs; wrapped ether stays in your wallet until then.",
  },
} as const;

type Scope = keyof typeof scopes;
const allScopes = Object.keys(scopes) as Scope[];

function ScopeChoice({ scope, onChange }: { scope: Scope; onChange: (scope: Scope) => void }) {
  return (
    <fieldset className="border-line border-b text-sm leading-6">
      <legend className="mb-2">What you offer for</legend>
      {allScopes.map((each) => (
        <label
          key={each}
          className="relative block cursor-pointer border-line border-t py-2.5 pl-4 text-soft has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-brass"
        >
          <input
            type="radio"
            name="scope"
            value={each}
            checked={scope === each}
            onChange={() => onChange(each)}
            className="peer absolute inset-0 cursor-[inherit] appearance-none outline-none"
          />
          <span aria-hidden="true" className="absolute inset-y-0 left-0 w-0.5 peer-checked:bg-brass" />
          {scopes[each].name}
          <span className="block text-faint text-xs leading-5">{scopes[each].says}</span>
        </label>
      ))}
    </fieldset>
  );
}

type Props = { tokenId: string; nowSeconds: number; isFirst?: boolean };

function Form({ tokenId, nowSeconds, isFirst = false }: Props) {
  const { addresses } = useSettings();
  const [scope, setScope] = useState<Scope>("ether");
  const [text, setText] = useState("");
  const [daysText, setDays] = useState("7");
  // A fresh button after each offer: the last one's "done" is not about the next amount.
  const [turn, setTurn] = useState(0);
  const amountWei = parseEth(text);
  const days = /^\d{1,3}$/.test(daysText.trim()) ? Number(daysText) : 0;
  const isComplete = amountWei !== undefined && days > 0;
  const expiresAt = endOf(nowSeconds, days * 86_400);
  const finish = () => {
    setText("");
    setTurn((last) => last + 1);
  };
  return (
    <div className="grid gap-5" data-testid="offer-form">
      <ScopeChoice scope={scope} onChange={setScope} />
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
          error={days > 0 && days <= 365 ? undefined : "Give a number of days from 1 to 365."}
        />
      </div>
      {scope === "ether" ? (
        <CallButton
          key={turn}
          call={
            isComplete
              ? {
                  contract: "market",
                  functionName: "makeOffer",
                  args: [addresses.art, BigInt(tokenId), expiresAt],
                  value: amountWei,
                  about: { tokenId },
                }
              : undefined
          }
          testId="make-offer"
          isPrimary={isFirst}
          onDone={finish}
        >
          {amountWei ? `Offer ${formatEth(amountWei)}` : "Make an offer"}
        </CallButton>
      ) : (
        <SignOffer
          tokenIds={scope === "work" ? [tokenId] : []}
          amountWei={isComplete ? amountWei : undefined}
          expiresAt={expiresAt}
          onDone={finish}
        />
      )}
    </div>
  );
}

/** An offer to buy a work that is not for sale, or for less than is asked. */
export function OfferForm(props: Props) {
  if (props.isFirst)
    return (
      <div className="grid gap-5">
        <p className="text-soft text-sm leading-6">
          It is not for sale at this moment. Its owner can still say yes.
        </p>
        <Form {...props} />
      </div>
    );
  return (
    <details data-testid="offer-instead">
      <summary className="py-1 text-sm text-soft">Offer something else</summary>
      <div className="pt-5">
        <Form {...props} />
      </div>
    </details>
  );
}
