"use client";

import { useState } from "react";
import type { Hex } from "viem";
import { formatEth } from "../_components/format-eth.ts";
import { TextField } from "../_components/text-field.tsx";
import type { DropView } from "../_data/drops.ts";
import { CallButton } from "../_wallet/call-button.tsx";
import { dropCall } from "./drop-call.ts";
import { priceOfDrop, quantityLeft } from "./drop-phase.ts";

/** The price that is offered is renewed in steps, so that not every second asks the chain anew. */
const stepSeconds = 10;

type Props = {
  drop: DropView;
  sold: number;
  bought: number;
  nowSeconds: number;
  /** That the buyer is on the list; undefined where that has yet to be shown. */
  proof: Hex[] | undefined;
};

/** How many, what they cost at most, and the button that buys them. */
export function BuyForm({ drop, sold, bought, nowSeconds, proof }: Props) {
  const [typed, setTyped] = useState("1");
  const most = quantityLeft(drop, sold, bought);
  const left = drop.supply - sold;
  if (most === 0)
    return (
      <p className="text-sm text-soft leading-6" data-testid="cap-reached">
        {left === 0
          ? "All works are sold."
          : `This wallet has bought ${bought} of at most ${drop.walletCap} works, so it can buy no more here.`}
      </p>
    );
  const quantity = /^\d{1,5}$/.test(typed.trim()) ? Number(typed) : 0;
  const isGood = quantity >= 1 && quantity <= most;
  // It only falls: what it was a moment ago is enough, and no price above it is ever paid.
  const second = Math.max(drop.startsAt, Math.floor(nowSeconds / stepSeconds) * stepSeconds);
  const maxPriceWei = priceOfDrop(drop, second);
  const costWei = maxPriceWei * BigInt(isGood ? quantity : 1);
  const call =
    isGood && proof
      ? dropCall(drop.address, {
          functionName: "buy",
          args: [BigInt(quantity), maxPriceWei, proof],
          value: costWei,
        })
      : undefined;
  const works = quantity === 1 || !isGood ? "Buy" : `Buy ${quantity}`;
  return (
    <div className="grid gap-5" data-testid="buy-form">
      <TextField
        label="How many"
        name="quantity"
        inputMode="decimal"
        isRequired
        value={typed}
        hint={`At most ${most} more: ${left} are left, and one wallet buys ${drop.walletCap} at most.`}
        error={isGood || typed.trim() === "" ? undefined : `Give a number from 1 to ${most}.`}
        onChange={setTyped}
      />
      {!proof && (
        <p className="text-soft text-sm leading-6" data-testid="needs-list">
          Only wallets on the list can buy now. Show below that yours is.
        </p>
      )}
      <CallButton call={call} testId="buy" isPrimary>
        {works} for {formatEth(costWei)}
      </CallButton>
      <p className="text-faint text-xs leading-5">
        You pay the price of the second in which the chain takes it, never above {formatEth(maxPriceWei)} for
        a work. What is left of {formatEth(costWei)} is credited to you, and after the sale also what you paid
        above everybody’s price. Computing is a part of the price. Which picture it becomes nobody knows
        before it is bought.
      </p>
    </div>
  );
}
