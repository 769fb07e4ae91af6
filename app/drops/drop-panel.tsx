"use client";

import { useMemo, useState } from "react";
import { isAddressEqual, zeroHash } from "viem";
import { useAccount } from "wagmi";
import { KeepFresh } from "../_components/keep-fresh.tsx";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import type { DropView, SoldWorkView } from "../_data/drops.ts";
import { useChainClock } from "../_wallet/use-chain-clock.ts";
import { eligibilityOf } from "./allow-list.ts";
import { BuyForm } from "./buy-form.tsx";
import { DeedList } from "./deed-list.tsx";
import { dropDeeds } from "./drop-deeds.ts";
import type { DropOnChain } from "./drop-on-chain.ts";
import { dropPhase, isListed, isOnSale, isOver, postSeconds } from "./drop-phase.ts";
import { DropPrice } from "./drop-price.tsx";
import { ListCheck } from "./list-check.tsx";
import { OwnPart } from "./own-part.tsx";
import { PhaseLine } from "./phase-line.tsx";
import { useDropOnChain } from "./use-drop-on-chain.ts";

const chainDown = {
  code: "CHAIN_UNREACHABLE",
  message: "The chain does not answer, so nothing can be bought at this moment.",
  nextStep: "Try again in a moment.",
  docs: "/docs/errors#chain_unreachable",
};

export type DropWorks = {
  /** Those of the account in the page's address. */
  own: SoldWorkView[];
  /** Those that somebody can do something about. */
  toDo: SoldWorkView[];
};

type Props = { drop: DropView; works: DropWorks };
type Known = Props & { chain: DropOnChain; nowSeconds: number };

/** Whether the wallet is on the list, once there is a list and a wallet. */
function useEligibility({ allowRoot }: DropView) {
  const { address } = useAccount();
  const [list, setList] = useState("");
  const eligibility = useMemo(
    () => (list.trim() !== "" && address ? eligibilityOf(list, allowRoot, address) : undefined),
    [list, allowRoot, address],
  );
  return { list, setList, eligibility };
}

function Panel({ drop, works, chain, nowSeconds }: Known) {
  const { address } = useAccount();
  const { list, setList, eligibility } = useEligibility(drop);
  const { progress, block, restWei, own, fresh } = chain;
  const phase = dropPhase(drop, progress, nowSeconds);
  const needsList = !isOver(phase) && isListed(drop, nowSeconds);
  const isOwn = ({ buyer }: { buyer: `0x${string}` }) =>
    address !== undefined && isAddressEqual(buyer, address);
  const indexed = works.own.filter(isOwn);
  const ownWorks = [...indexed, ...fresh.filter((work) => isOwn(work) && work.index >= drop.sold)];
  const deeds = dropDeeds({
    phase,
    works: works.toDo,
    block,
    nowSeconds,
    postingEndsAt: (progress.soldOutAt ?? drop.endsAt) + postSeconds,
    restWei,
    isAllSettled: progress.settled === progress.sold,
    own,
  });
  const isBehind = progress.sold !== drop.sold || progress.settled !== drop.settled;
  const proof = eligibility?.kind === "listed" ? eligibility.proof : undefined;
  return (
    <div className="grid gap-10" data-testid="drop" data-sold={progress.sold} data-indexed={!isBehind}>
      {(isBehind || progress.settled < progress.sold) && <KeepFresh />}
      <div className="grid gap-6">
        <PhaseLine phase={phase} isSoldOut={progress.soldOutAt !== undefined} nowSeconds={nowSeconds} />
        <DropPrice
          terms={drop}
          phase={phase}
          sold={progress.sold}
          soldOutAt={progress.soldOutAt}
          nowSeconds={nowSeconds}
          ownPurchases={indexed.map(({ at }) => at)}
        />
      </div>
      {isOnSale(phase) && (
        <BuyForm
          key={own?.works ?? 0}
          drop={drop}
          sold={progress.sold}
          bought={own?.works ?? 0}
          nowSeconds={nowSeconds}
          proof={needsList ? proof : []}
        />
      )}
      {needsList && drop.allowRoot !== zeroHash && (
        <ListCheck
          text={list}
          onChange={setList}
          eligibility={eligibility}
          isConnected={address !== undefined}
        />
      )}
      {own && <OwnPart works={ownWorks} own={own} phase={phase} />}
      <DeedList drop={drop.address} deeds={deeds} account={address} isFirstPrimary={!isOnSale(phase)} />
    </div>
  );
}

/** Buying in a drop, and everything after. What it says of money it has from the chain itself. */
export function DropPanel({ drop, works }: Props) {
  const { data: chain, isError } = useDropOnChain(drop.address, drop.sold);
  const nowSeconds = useChainClock();
  if (isError && !chain) return <ProblemPanel problem={chainDown} />;
  if (!chain || nowSeconds === undefined)
    return (
      <p role="status" className="eyebrow min-h-48">
        Asking the chain for the price
      </p>
    );
  return <Panel drop={drop} works={works} chain={chain} nowSeconds={nowSeconds} />;
}
