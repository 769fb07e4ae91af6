"use client";

import type { Address } from "viem";
import { useSettings } from "../../_wallet/settings-context.tsx";
import { useKept } from "../../create/use-kept.ts";
import type { WorkOnChain } from "../work-on-chain.ts";
import { closeSale, saleSlot } from "./kept-sale.ts";
import { parseSaleDraft, type SaleWay } from "./sale-draft.ts";
import { SaleForm } from "./sale-form.tsx";

const ways: { way: SaleWay; name: string; says: string }[] = [
  { way: "list", name: "List it", says: "A fixed price, on the chain" },
  { way: "sign", name: "Sign a listing", says: "A fixed price by signature, without gas" },
  { way: "auction", name: "Auction it", says: "The highest bid wins; nothing happens below your reserve" },
];

type Props = { tokenId: string; work: WorkOnChain; owner: Address; nowSeconds: number };

/** What an owner can do with a work: choose a way to sell it, then say the terms. */
export function SellPanel({ tokenId, work, owner, nowSeconds }: Props) {
  const settings = useSettings();
  const { value: draft, change } = useKept(saleSlot(settings, tokenId), parseSaleDraft);
  const close = () => closeSale(settings, tokenId);
  if (draft.way === "none")
    return (
      <div className="grid gap-5" data-testid="sell-choice">
        <p className="font-medium">You own this.</p>
        <ul className="border-line border-b">
          {ways.map(({ way, name, says }, index) => (
            <li
              key={way}
              className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-t py-3"
            >
              <span className="text-soft text-sm leading-6">{says}</span>
              <button
                type="button"
                className={index === 0 ? "button button-primary" : "button"}
                onClick={() => change({ way })}
                data-testid={`sell-${way}`}
              >
                {name}
              </button>
            </li>
          ))}
        </ul>
        <p className="text-faint text-xs leading-5">
          The work stays in your wallet until somebody pays. Giving it away ends every listing by itself.
        </p>
      </div>
    );
  return (
    <SaleForm
      tokenId={tokenId}
      work={work}
      owner={owner}
      nowSeconds={nowSeconds}
      draft={draft}
      onChange={change}
      onClose={close}
    />
  );
}
