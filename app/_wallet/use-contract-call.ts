"use client";

import { useRef, useState } from "react";
import type { Address, Hex } from "viem";
import { useAccount, useConfig, useSimulateContract, useWriteContract } from "wagmi";
import { simulateContract } from "wagmi/actions";
import { addressOf, type Callee, contractAbis } from "./contracts.ts";
import { explainError } from "./explain-error.ts";
import type { Problem } from "./problem.ts";
import { useSettings } from "./settings-context.tsx";
import type { KeptTransaction, TransactionKind } from "./transaction-book.ts";
import { useTransactionBook, useTransactions } from "./use-transactions.ts";

/** One call of a contract, with its arguments as viem takes them. */
export type ContractCall = Callee & {
  functionName: TransactionKind;
  args: readonly unknown[];
  value?: bigint;
  about: KeptTransaction["args"];
};

type Stage = "idle" | "wallet" | "chain" | "done";

const wrongNetwork: Problem = {
  code: "WALLET_WRONG_NETWORK",
  message: "Your wallet is on another network than this gallery.",
  nextStep: "Switch the network, then try again.",
  docs: "/docs/errors#wallet_wrong_network",
  remedy: "switch-network",
};

/** The transaction that was sent from here, or the same one from before a reload, if it still waits. */
function useKept(hash: Hex | undefined, call: ContractCall | undefined, from: Address | undefined) {
  const isSame = (each: KeptTransaction) =>
    each.kind === call?.functionName &&
    each.contract === call.contract &&
    each.from === from &&
    each.args.jobId === call.about.jobId &&
    each.args.tokenId === call.about.tokenId &&
    each.args.lotId === call.about.lotId &&
    each.args.drop === call.about.drop &&
    each.args.key === call.about.key;
  return useTransactions().find((each) =>
    hash ? each.hash === hash : each.status === "pending" && isSame(each),
  );
}

/**
 * A call of a contract, simulated ahead so that the wallet opens within the click.
 * @param call undefined while it is not known yet
 */
export function useContractCall(call: ContractCall | undefined) {
  const settings = useSettings();
  const config = useConfig();
  const account = useAccount();
  const book = useTransactionBook();
  const [hash, setHash] = useState<Hex>();
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState<Problem>();
  const failedAtMs = useRef(0);
  const { writeContractAsync } = useWriteContract();
  const kept = useKept(hash, call, account.address);
  const contractOf = (given: ContractCall) => ({
    address: addressOf(given, settings.addresses),
    // One contract's types stand for all: which functions there are is checked by the simulation.
    abi: contractAbis[given.contract ?? "escrow"] as typeof contractAbis.escrow,
    chainId: settings.chainId,
    functionName: given.functionName as "post",
    args: given.args as never,
    value: given.value as never,
  });

  const simulation = useSimulateContract({
    ...(call && contractOf(call)),
    account: account.address,
    query: {
      enabled: call !== undefined && account.address !== undefined && !asking,
      retry: 1,
      refetchInterval: 8_000,
    },
  });

  /** @param given in place of the call of this render, when it has become known only now */
  async function send(given: ContractCall | undefined = call): Promise<Hex | undefined> {
    if (!given || !account.address) return undefined;
    setFailed(undefined);
    if (account.chainId !== settings.chainId) {
      setFailed(wrongNetwork);
      return undefined;
    }
    setAsking(true);
    try {
      const request = contractOf(given);
      // Mobile wallets open only right after a click: ask the chain first only where it was not asked before.
      if (given !== call || !simulation.isSuccess)
        await simulateContract(config, { ...request, account: account.address });
      const sent = await writeContractAsync(request);
      book.add({
        hash: sent,
        from: account.address,
        chainId: settings.chainId,
        contract: given.contract,
        kind: given.functionName,
        args: given.about,
        status: "pending",
        sentAtMs: Date.now(),
      });
      setHash(sent);
      return sent;
    } catch (thrown) {
      failedAtMs.current = Date.now();
      setFailed(explainError(thrown));
      void simulation.refetch();
      return undefined;
    } finally {
      setAsking(false);
    }
  }

  // A failure that has been put right in the meantime is not shown any longer.
  const isCured =
    (failed?.remedy === "switch-network" && account.chainId === settings.chainId) ||
    (failed?.remedy === "faucet" && simulation.isSuccess && simulation.dataUpdatedAt > failedAtMs.current);
  const failure = isCured ? undefined : failed;

  const stage: Stage = asking
    ? "wallet"
    : kept?.status === "pending"
      ? "chain"
      : kept?.status === "confirmed"
        ? "done"
        : "idle";
  return {
    send,
    stage,
    kept,
    /** What stands in the way, or went wrong; undefined when the call would go through. */
    problem: failure ?? (simulation.error ? explainError(simulation.error) : undefined),
    /** Whether the last attempt failed, rather than a simulation. */
    hasFailed: failure !== undefined,
  };
}
