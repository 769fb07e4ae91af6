"use client";

import { useState } from "react";
import { formatEther } from "viem";
import { useAccount } from "wagmi";
import { formatCountdown, formatDuration } from "../_components/format-duration.ts";
import { formatEth } from "../_components/format-eth.ts";
import { LocalTime } from "../_components/local-time.tsx";
import { TextField } from "../_components/text-field.tsx";
import { CallButton } from "../_wallet/call-button.tsx";
import { useChainClock } from "../_wallet/use-chain-clock.ts";
import { WithdrawCredit } from "../_wallet/withdraw-credit.tsx";
import { parseEth } from "./parse-eth.ts";
import type { OperatorMoney } from "./use-operator-money.ts";

const notAnAmount = "Give an amount of ETH, for example 0.05.";

type FormProps = {
  kind: "stake" | "requestUnstake";
  label: string;
  deed: string;
  hint: string;
  mostWei?: bigint;
};

function AmountForm({ kind, label, deed, hint, mostWei }: FormProps) {
  const [text, setText] = useState("");
  // A fresh button after each transaction: the last one's "done" is not about the next amount.
  const [turn, setTurn] = useState(0);
  const wei = parseEth(text);
  const money = kind === "stake" ? { args: [], value: wei } : { args: [wei] };
  const call = wei === undefined ? undefined : { functionName: kind, ...money, about: {} };
  return (
    <div className="grid content-start gap-4">
      <TextField
        label={label}
        name={kind}
        value={text}
        onChange={setText}
        inputMode="decimal"
        suffix="ETH"
        hint={hint}
        error={text.trim() !== "" && !wei ? notAnAmount : undefined}
        isRequired
      />
      <div className="flex flex-wrap items-start gap-x-5 gap-y-3">
        <CallButton
          key={turn}
          call={call}
          testId={kind}
          isPrimary={kind === "stake"}
          onDone={() => {
            setText("");
            setTurn((last) => last + 1);
          }}
        >
          {wei ? `${deed} ${formatEth(wei)}` : deed}
        </CallButton>
        {mostWei ? (
          <button
            type="button"
            className="link min-h-11 text-faint text-sm"
            onClick={() => setText(formatEther(mostWei))}
          >
            All that is free
          </button>
        ) : null}
      </div>
    </div>
  );
}

/** Stake on its way out, and the button that takes it home once its time has come. */
function Leaving({ leaving, readyAt }: Pick<OperatorMoney, "leaving" | "readyAt">) {
  const nowSeconds = useChainClock();
  const leftSeconds = nowSeconds === undefined ? undefined : readyAt - nowSeconds;
  const isReady = leftSeconds !== undefined && leftSeconds <= 0;
  return (
    <div className="border-brass border-l-2 bg-raised px-5 py-4 text-sm leading-6" data-testid="leaving">
      <p className="font-medium">
        {isReady ? `${formatEth(leaving)} can be taken home.` : `${formatEth(leaving)} is on its way out.`}
      </p>
      {isReady ? (
        <div className="mt-4">
          <TakeHome leaving={leaving} />
        </div>
      ) : (
        <p className="mt-1 text-soft" data-testid="ready-at">
          It can be taken home from <LocalTime seconds={readyAt} /> on
          {leftSeconds !== undefined && (
            <>
              , in{" "}
              <span className="tabular-nums">
                {leftSeconds < 86_400 ? formatCountdown(leftSeconds) : formatDuration(leftSeconds)}
              </span>
            </>
          )}
          . Taking out more starts the wait again for all of it.
        </p>
      )}
    </div>
  );
}

function TakeHome({ leaving }: { leaving: bigint }) {
  const { address } = useAccount();
  const call = address && { functionName: "unstake" as const, args: [address], about: {} };
  return (
    <CallButton call={call} testId="unstake" isPrimary>
      Take {formatEth(leaving)} home
    </CallButton>
  );
}

/** Putting stake in, taking it out, taking it home; and the credit. */
export function StakePanel({ money, unstakeSeconds }: { money?: OperatorMoney; unstakeSeconds?: number }) {
  const wait = unstakeSeconds === undefined ? "after a wait" : `${formatDuration(unstakeSeconds)} later`;
  return (
    <section aria-labelledby="stake" className="grid content-start gap-8">
      <h3 id="stake" className="font-medium">
        Stake
      </h3>
      {money && money.leaving > 0n && <Leaving leaving={money.leaving} readyAt={money.readyAt} />}
      <div className="grid gap-8 sm:grid-cols-2">
        <AmountForm kind="stake" label="Put in" deed="Stake" hint="Counts as soon as it is in a block." />
        <AmountForm
          kind="requestUnstake"
          label="Take out"
          deed="Take out"
          hint={`Comes home ${wait}.`}
          mostWei={money?.free}
        />
      </div>
      {money?.credit ? (
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3 border-line border-t pt-6">
          <WithdrawCredit />
          <p className="text-faint text-sm">Earned, and yours at once.</p>
        </div>
      ) : null}
    </section>
  );
}
