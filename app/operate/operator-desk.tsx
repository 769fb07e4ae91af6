"use client";

import { parseConsent } from "@graphiti/protocol/consent.ts";
import Link from "next/link";
import { type ReactNode, useEffect } from "react";
import type { Address } from "viem";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import { shortAddress } from "../_components/short-hash.ts";
import type { OperatorView } from "../_data/views.ts";
import { ConnectChoice } from "../_wallet/connect-choice.tsx";
import { KeyPanel } from "./key-panel.tsx";
import { OperatorFigures } from "./operator-figures.tsx";
import { StakePanel } from "./stake-panel.tsx";
import { useComeIntoView } from "./use-come-into-view.ts";
import { useFollowWallet } from "./use-follow-wallet.ts";
import { useLinkedConsent } from "./use-linked-consent.ts";
import { useOperatorMoney } from "./use-operator-money.ts";

const chainDown = {
  code: "CHAIN_UNREACHABLE",
  message: "The chain does not answer, so the figures may be old.",
  nextStep: "Try again in a moment. Stake and credit do not expire.",
  docs: "/docs/errors#chain_unreachable",
};

function Connect({ consentText }: { consentText: string }) {
  const consent = parseConsent(consentText);
  const place = useComeIntoView<HTMLElement>(consent !== undefined);
  return (
    <section
      ref={place}
      className="grid gap-8 border border-line px-6 py-12 sm:px-12 lg:grid-cols-[1fr_20rem] lg:items-center"
      data-testid="operator-without-wallet"
    >
      <div>
        <h2 className="subtitle">
          {consent ? "A machine key asks to work for you." : "Connect the wallet that you will stake from."}
        </h2>
        <p className="mt-4 max-w-prose text-soft leading-7">
          {consent ? (
            <>
              The key <span className="font-mono text-[0.875em]">{shortAddress(consent.key)}</span> has signed
              its consent
              {consent.operator && (
                <>
                  {" "}
                  to work for{" "}
                  <span className="font-mono text-[0.875em]">{shortAddress(consent.operator)}</span>
                </>
              )}
              . Connect that wallet to register it.
            </>
          ) : (
            "Stake, keys and pay belong to wallets. There is no account and no password."
          )}
        </p>
      </div>
      <ConnectChoice />
    </section>
  );
}

function Heading({ operator, isOwn, wallet }: { operator: Address; isOwn: boolean; wallet?: Address }) {
  return (
    <div className="mb-6 flex flex-wrap items-baseline justify-between gap-x-8 gap-y-1">
      <h2 id="desk" className="subtitle">
        {isOwn ? "Your stake, keys and pay" : "An operator’s record"}
      </h2>
      <p className="break-all font-mono text-faint text-xs" data-testid="operator-of">
        {operator}
      </p>
      {!isOwn && (
        <p className="w-full text-sm">
          <Link
            href={wallet ? `/operate?operator=${wallet}` : "/operate#operators"}
            className="link text-soft"
          >
            {wallet ? "Show mine" : "Choose another"}
          </Link>
        </p>
      )}
    </div>
  );
}

type Props = {
  operator?: Address;
  view?: OperatorView;
  /** False while the index cannot be read: then no view means nothing. */
  isIndexed: boolean;
  unstakeSeconds?: number;
  children: ReactNode;
};

/** One operator: for everybody to look at, and for its own wallet to act on. The rest of the record comes as children. */
export function OperatorDesk({ operator, view, isIndexed, unstakeSeconds, children }: Props) {
  const { wallet, isOwn, isConnecting } = useFollowWallet(operator);
  const { text, isLinked, setText, forget } = useLinkedConsent();
  const offered = parseConsent(text)?.key;
  const isRegistered = view?.keys.some(({ address, isActive }) => isActive && address === offered);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a consent is done with once its key works, whatever renders
  useEffect(() => {
    if (isRegistered) forget();
  }, [isRegistered]);
  const { money, isError } = useOperatorMoney(operator, view);
  if (!operator && isConnecting)
    return (
      <p role="status" className="eyebrow breathing min-h-72">
        Fetching your stake
      </p>
    );
  if (!operator) return <Connect consentText={text} />;
  return (
    <section aria-labelledby="desk" data-testid="desk" data-own={isOwn}>
      <Heading operator={operator} isOwn={isOwn} wallet={wallet} />
      <div className="grid gap-14">
        {isError && <ProblemPanel problem={chainDown} />}
        <OperatorFigures money={money} view={view} isIndexed={isIndexed} />
        {!wallet && text !== "" && <Connect consentText={text} />}
        <div className={isOwn ? "grid gap-x-16 gap-y-14 lg:grid-cols-2" : "contents"}>
          {isOwn && <StakePanel money={money} unstakeSeconds={unstakeSeconds} />}
          <KeyPanel
            keys={isIndexed ? (view?.keys ?? []) : undefined}
            owner={isOwn ? operator : undefined}
            consentText={text}
            isLinked={isLinked}
            onConsent={setText}
          />
        </div>
        {children}
      </div>
    </section>
  );
}
