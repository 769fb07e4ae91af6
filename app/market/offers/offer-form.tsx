"use client";

import { useState } from "react";
import { formatEth } from "../../_components/format-eth.ts";
import { CallButton } from "../../_wallet/call-button.tsx";
import { useSettings } from "../../_wallet/settings-context.tsx";
import { SignOffer } from "./sign-offer.tsx";
import { useOfferTerms } from "./use-offer-terms.tsx";

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
  const { amountWei, expiresAt, fields, forget } = useOfferTerms(nowSeconds);
  // A fresh button after each offer: the last one's "done" is not about the next amount.
  const [turn, setTurn] = useState(0);
  const finish = () => {
    forget();
    setTurn((last) => last + 1);
  };
  return (
    <div className="grid gap-5" data-testid="offer-form">
      <ScopeChoice scope={scope} onChange={setScope} />
      {fields}
      {scope === "ether" ? (
        <CallButton
          key={turn}
          call={
            amountWei
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
          amountWei={amountWei}
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
