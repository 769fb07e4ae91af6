"use client";

import { useState } from "react";
import { formatEther } from "viem";
import { formatEth } from "../../_components/format-eth.ts";
import { TextField } from "../../_components/text-field.tsx";
import { CallButton } from "../../_wallet/call-button.tsx";
import { parseEth } from "../../operate/parse-eth.ts";
import { minimumBidWei } from "../market-state.ts";
import type { AuctionOnChain } from "../work-on-chain.ts";

type Props = { tokenId: string; auction: AuctionOnChain; isHighest: boolean };

/** The next bid; an empty field stands for the least that is taken. */
export function BidForm({ tokenId, auction, isHighest }: Props) {
  const [text, setText] = useState("");
  // A fresh button after each bid: the last one's "done" is not about the next amount.
  const [turn, setTurn] = useState(0);
  const leastWei = minimumBidWei(auction);
  const typedWei = parseEth(text);
  const bidWei = text.trim() === "" ? leastWei : typedWei;
  const error =
    bidWei === undefined
      ? "Give an amount of ETH, for example 0.5."
      : bidWei < leastWei
        ? `The least is ${formatEther(leastWei)} ETH.`
        : undefined;
  return (
    <div className="grid gap-4">
      <TextField
        label="Your bid"
        name="bid"
        value={text}
        onChange={setText}
        inputMode="decimal"
        suffix="ETH"
        hint={`At least ${formatEther(leastWei)} ETH. If somebody bids more, yours comes back at once.`}
        error={error}
      />
      <CallButton
        key={turn}
        call={
          bidWei !== undefined && !error
            ? {
                contract: "market",
                functionName: "bid",
                args: [BigInt(tokenId)],
                value: bidWei,
                about: { tokenId },
              }
            : undefined
        }
        testId="bid"
        isPrimary={!isHighest}
        onDone={() => {
          setText("");
          setTurn((last) => last + 1);
        }}
      >
        {bidWei === undefined ? "Bid" : `Bid ${formatEth(bidWei)}`}
      </CallButton>
    </div>
  );
}
