"use client";

import { useConnectModal } from "@rainbow-me/rainbowkit";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useAccount, useSwitchChain } from "wagmi";
import { askFaucet } from "./faucet-client.ts";
import { ApiProblem, type Problem } from "./problem.ts";
import { useSettings } from "./settings-context.tsx";
import { chainOf } from "./wallet-config.ts";

/** Asks for play money; for the local chain. */
export function FaucetButton() {
  const { address } = useAccount();
  const queries = useQueryClient();
  const faucet = useMutation({
    mutationFn: () => (address ? askFaucet(address) : Promise.reject(new Error("no wallet"))),
    onSuccess: () => queries.invalidateQueries(),
  });
  const refusal = faucet.error instanceof ApiProblem ? faucet.error.problem.message : undefined;
  return (
    <>
      <button
        type="button"
        className="button min-h-9"
        disabled={faucet.isPending || !address}
        onClick={() => faucet.mutate()}
        data-testid="faucet"
      >
        {faucet.isPending ? "Sending play money" : "Get play money"}
      </button>
      {faucet.isSuccess && <span role="status">It is in your wallet.</span>}
      {refusal && <span role="status">{refusal}</span>}
    </>
  );
}

function SwitchButton() {
  const settings = useSettings();
  const { switchChain, isPending } = useSwitchChain();
  return (
    <button
      type="button"
      className="button min-h-9"
      disabled={isPending}
      onClick={() => switchChain({ chainId: settings.chainId })}
    >
      Switch to {chainOf(settings).name}
    </button>
  );
}

/** The button that helps with a problem, where there is one. */
export function Remedy({ problem }: { problem: Problem }) {
  const settings = useSettings();
  const { openConnectModal } = useConnectModal();
  if (problem.remedy === "switch-network") return <SwitchButton />;
  if (problem.remedy === "faucet" && settings.faucet) return <FaucetButton />;
  if (problem.remedy === "connect")
    return (
      <button type="button" className="button min-h-9" onClick={openConnectModal}>
        Connect wallet
      </button>
    );
  return null;
}
