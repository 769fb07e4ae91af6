"use client";

import { offerToSign, type SignedOffer, tokensRoot } from "@graphiti/protocol/market-orders.ts";
import { wrappedEtherAbi } from "@graphiti/protocol/wrapped-ether.ts";
import { useAccount, useReadContract } from "wagmi";
import { formatEth } from "../../_components/format-eth.ts";
import { CallButton } from "../../_wallet/call-button.tsx";
import { useSettings } from "../../_wallet/settings-context.tsx";
import { nextNonce } from "../signed/order-nonce.ts";
import { SignButton } from "../signed/sign-button.tsx";
import { useLeaveOrder } from "../signed/use-orders.ts";

type Props = {
  /** None stand for the whole collection. */
  tokenIds: string[];
  amountWei: bigint | undefined;
  expiresAt: number;
  onDone: () => void;
};

/** How much wrapped ether the connected wallet has, and how much of it the market may take. */
function useWrapped() {
  const { addresses, chainId } = useSettings();
  const { address } = useAccount();
  const wrapped = { address: addresses.weth, abi: wrappedEtherAbi, chainId } as const;
  const query = { enabled: address !== undefined, refetchInterval: 4_000 };
  const balance = useReadContract({
    ...wrapped,
    functionName: "balanceOf",
    args: address && [address],
    query,
  });
  const allowance = useReadContract({
    ...wrapped,
    functionName: "allowance",
    args: address && [address, addresses.market],
    query,
  });
  return { balanceWei: balance.data, allowanceWei: allowance.data };
}

/** An offer by signature: wraps what is missing, lets the market take that much, then signs. */
export function SignOffer({ tokenIds, amountWei, expiresAt, onDone }: Props) {
  const { addresses, chainId } = useSettings();
  const { address } = useAccount();
  const { balanceWei, allowanceWei } = useWrapped();
  const leave = useLeaveOrder();
  if (address && amountWei !== undefined && balanceWei !== undefined && balanceWei < amountWei) {
    const missingWei = amountWei - balanceWei;
    return (
      <CallButton
        key="wrap"
        call={{ contract: "weth", functionName: "deposit", args: [], value: missingWei, about: {} }}
        testId="wrap"
        isPrimary
      >
        1 of 3: Wrap {formatEth(missingWei)}
      </CallButton>
    );
  }
  if (address && amountWei !== undefined && allowanceWei !== undefined && allowanceWei < amountWei)
    return (
      <CallButton
        key="allow"
        call={{
          contract: "weth",
          functionName: "approve",
          args: [addresses.market, amountWei],
          about: {},
        }}
        testId="allow-weth"
        isPrimary
      >
        2 of 3: Let the market take {formatEth(amountWei)}
      </CallButton>
    );
  const sign = async (amount: bigint) => {
    if (!address) return;
    const order: SignedOffer = {
      maker: address,
      collection: addresses.art,
      tokensRoot: tokensRoot(tokenIds),
      amount: amount.toString(),
      expiresAt: String(expiresAt),
      nonce: nextNonce(window.localStorage).toString(),
    };
    await leave(
      { kind: "offer", order, tokenIds },
      offerToSign({ chainId, market: addresses.market }, order),
    );
  };
  return (
    <SignButton
      sign={amountWei === undefined ? undefined : () => sign(amountWei)}
      onDone={onDone}
      testId="sign-offer"
    >
      {amountWei ? `Sign the offer of ${formatEth(amountWei)}` : "Sign the offer"}
    </SignButton>
  );
}
