"use client";

import type { Address } from "viem";
import { formatEth } from "../_components/format-eth.ts";
import { CallButton } from "../_wallet/call-button.tsx";
import type { ContractCall } from "../_wallet/use-contract-call.ts";
import { dropCall } from "./drop-call.ts";
import type { DropDeed } from "./drop-deeds.ts";

const works = (count: number) => (count === 1 ? "1 work" : `${count} works`);

/** What a deed's button says, and what comes of it. */
function wordsOf(deed: DropDeed): { name: string; why: string } {
  switch (deed.kind) {
    case "post":
      return {
        name: `Have ${works(deed.indices.length)} computed`,
        why: "Posts the jobs of works whose seeds are there. The drop pays for the computing, and each token goes straight to its buyer.",
      };
    case "settle":
      return {
        name: `Settle ${works(deed.indices.length)}`,
        why: "Credits the artist for works that were minted, and buyers with the whole price of those that failed or were never posted.",
      };
    case "creditExcess":
      return {
        name: `Credit ${formatEth(deed.amountWei)} to you`,
        why: "What you paid above everybody's price.",
      };
    case "creditRest":
      return {
        name: `Credit ${formatEth(deed.amountWei)} to the artist`,
        why: "What computing did not cost, and the late fees of nodes.",
      };
    case "withdraw":
      return { name: `Withdraw ${formatEth(deed.amountWei)}`, why: "Takes your credit in this drop home." };
  }
}

function callOf(drop: Address, deed: DropDeed, account: Address | undefined): ContractCall | undefined {
  if (deed.kind === "post" || deed.kind === "settle")
    return dropCall(drop, { functionName: deed.kind, args: [deed.indices.map(BigInt)] });
  if (deed.kind === "creditRest") return dropCall(drop, { functionName: deed.kind, args: [] });
  return account && dropCall(drop, { functionName: deed.kind, args: [account] });
}

/** A deed stands for what it is about: one that was done makes way for the next of its kind. */
const keyOf = (deed: DropDeed) =>
  `${deed.kind} ${"indices" in deed ? deed.indices.join() : String(deed.amountWei)}`;

type Props = {
  drop: Address;
  deeds: readonly DropDeed[];
  account: Address | undefined;
  /** Whether the first of them is what to do on this page. */
  isFirstPrimary: boolean;
};

/** What can be done in a drop now, by anybody: nobody has to wait for us, or for the artist. */
export function DeedList({ drop, deeds, account, isFirstPrimary }: Props) {
  if (deeds.length === 0) return null;
  return (
    <section aria-labelledby="deeds" className="grid gap-5">
      <h2 id="deeds" className="font-medium text-sm">
        What can be done now
      </h2>
      <ul className="grid gap-6" data-testid="deeds">
        {deeds.map((deed, nth) => {
          const { name, why } = wordsOf(deed);
          return (
            <li key={keyOf(deed)} className="grid justify-items-start gap-2">
              <CallButton
                call={callOf(drop, deed, account)}
                testId={`deed-${deed.kind}`}
                isPrimary={isFirstPrimary && nth === 0}
              >
                {name}
              </CallButton>
              <p className="max-w-[60ch] text-faint text-xs leading-5">{why}</p>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
