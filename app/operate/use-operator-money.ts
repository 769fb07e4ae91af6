"use client";

import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import type { Address } from "viem";
import { useReadContract } from "wagmi";
import type { OperatorView } from "../_data/views.ts";
import { useSettings } from "../_wallet/settings-context.tsx";

const againMs = 4_000;

/** Amounts in wei. */
export type OperatorMoney = {
  free: bigint;
  locked: bigint;
  leaving: bigint;
  /** Unix seconds from which what is leaving can be taken; 0 where nothing is. */
  readyAt: number;
  /** Undefined until the chain has answered: the index keeps it elsewhere. */
  credit?: bigint;
};

function byIndex({ stakeWei, lockedWei, unbondingWei, unbondingReadyAt }: OperatorView): OperatorMoney {
  return {
    free: BigInt(stakeWei) - BigInt(lockedWei),
    locked: BigInt(lockedWei),
    leaving: BigInt(unbondingWei),
    readyAt: unbondingReadyAt ?? 0,
  };
}

/**
 * An operator's money from the chain itself; until that has answered, from the index.
 * @returns undefined while neither is known
 */
export function useOperatorMoney(operator: Address | undefined, view: OperatorView | undefined) {
  const { addresses, chainId } = useSettings();
  const escrow = {
    address: addresses.escrow,
    abi: jobEscrowAbi,
    chainId,
    args: operator && ([operator] as const),
  } as const;
  const query = { enabled: operator !== undefined, refetchInterval: againMs };
  const account = useReadContract({ ...escrow, functionName: "accounts", query });
  const unbonding = useReadContract({ ...escrow, functionName: "unbonding", query });
  const money: OperatorMoney | undefined =
    account.data && unbonding.data
      ? {
          free: account.data.stake - account.data.locked,
          locked: account.data.locked,
          leaving: unbonding.data.amount,
          readyAt: unbonding.data.readyAt,
          credit: account.data.credit,
        }
      : view && byIndex(view);
  return { money, isError: account.isError || unbonding.isError };
}
