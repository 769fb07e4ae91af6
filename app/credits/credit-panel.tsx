"use client";

import { useConnectModal } from "@rainbow-me/rainbowkit";
import { useAccount, useBalance } from "wagmi";
import { EmptyState } from "../_components/empty-state.tsx";
import { formatEth } from "../_components/format-eth.ts";
import { useHydrated } from "../_components/local-time.tsx";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import { FaucetButton } from "../_wallet/remedy.tsx";
import { useSettings } from "../_wallet/settings-context.tsx";
import { useCredit } from "../_wallet/use-credit.ts";
import { WithdrawCredit } from "../_wallet/withdraw-credit.tsx";

const chainDown = {
  code: "CHAIN_UNREACHABLE",
  message: "The chain does not answer, so your credit cannot be read.",
  nextStep: "Try again in a moment. Credit does not expire.",
  docs: "/docs/errors#chain_unreachable",
};

function Amount({ name, wei, testId }: { name: string; wei: bigint | undefined; testId: string }) {
  return (
    <div className="border-line border-t py-5">
      <dt className="text-faint text-sm">{name}</dt>
      <dd className="mt-1 min-h-10 text-3xl tabular-nums tracking-[-0.03em]" data-testid={testId}>
        {wei === undefined ? <span className="breathing text-faint">…</span> : formatEth(wei)}
      </dd>
    </div>
  );
}

/** What the connected wallet may withdraw, and the button for it. */
export function CreditPanel() {
  const { address, status } = useAccount();
  const { openConnectModal } = useConnectModal();
  const hydrated = useHydrated();
  const { faucet, chainId } = useSettings();
  const { creditWei, isError } = useCredit();
  const { data: balance } = useBalance({ address, chainId });
  if (!address && status !== "reconnecting" && status !== "connecting")
    return (
      <EmptyState
        testId="credit-without-wallet"
        title="Connect a wallet to see its credit."
        action={
          <button
            type="button"
            className="button button-primary"
            disabled={!hydrated}
            onClick={openConnectModal}
          >
            Connect wallet
          </button>
        }
      >
        <p>Artists, nodes and the people they name are credited by address.</p>
      </EmptyState>
    );
  if (isError) return <ProblemPanel problem={chainDown} />;
  return (
    <div className="max-w-xl">
      <dl>
        <Amount name="To withdraw" wei={creditWei} testId="credit" />
        <Amount name="In the wallet" wei={balance?.value} testId="balance" />
      </dl>
      <div className="flex flex-wrap items-start gap-4 border-line border-t pt-6">
        {creditWei === 0n && (
          <p className="min-h-11 content-center text-faint">There is nothing to withdraw now.</p>
        )}
        <WithdrawCredit />
        {faucet && <FaucetButton />}
      </div>
    </div>
  );
}
