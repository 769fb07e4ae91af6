"use client";

import { useAccount } from "wagmi";
import { formatEth } from "../_components/format-eth.ts";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import { ConnectChoice } from "../_wallet/connect-choice.tsx";
import type { Problem } from "../_wallet/problem.ts";
import { Remedy } from "../_wallet/remedy.tsx";
import type { KeptTransaction } from "../_wallet/transaction-book.ts";
import { useChainClock } from "../_wallet/use-chain-clock.ts";
import type { QuoteView } from "./offer-view.ts";
import type { PostingStage } from "./posting-stage.ts";
import { PostingStages } from "./posting-stages.tsx";

function lostProblem(kept: KeptTransaction): Problem {
  const isLost = kept.status === "lost";
  return {
    code: isLost ? "TRANSACTION_LOST" : "TRANSACTION_REVERTED",
    message: isLost
      ? "The transaction was dropped or replaced by another one."
      : "The transaction failed on the chain.",
    nextStep: isLost
      ? "Look at your jobs first. If the job is not there, pay again."
      : "Only the network’s fee was spent. Pay again.",
    docs: `/docs/errors#${isLost ? "transaction_lost" : "transaction_reverted"}`,
  };
}

type Props = {
  quote: Pick<QuoteView, "maxPriceWei">;
  /** Whether the quote is the one for what is chosen now. */
  isSettled: boolean;
  /** What is posted, where it is not one work. */
  what?: string;
  stage: PostingStage;
  kept?: KeptTransaction;
  problem?: Problem;
  hasInvalidFields: boolean;
  onPay: () => void;
};

/** The last step: a wallet, the button, and what happens after it was pressed. */
export function PayPanel({
  quote,
  isSettled,
  what = "",
  stage,
  kept,
  problem,
  hasInvalidFields,
  onPay,
}: Props) {
  const { isConnected } = useAccount();
  // A posting's deadline counts from the chain's time: nothing can be posted before that is known.
  const isClockKnown = useChainClock() !== undefined;
  if (stage !== "idle") return <PostingStages stage={stage} />;
  const isOver = kept?.status === "lost" || kept?.status === "reverted";
  const shown = problem ?? (isOver ? lostProblem(kept) : undefined);
  return (
    <div className="grid gap-4" data-testid="pay-panel">
      {isConnected ? (
        <button
          type="button"
          className="button button-primary w-full"
          disabled={!isSettled || !isClockKnown}
          onClick={onPay}
          data-testid="pay"
        >
          Pay {formatEth(quote.maxPriceWei)} and post {what}
        </button>
      ) : (
        <ConnectChoice />
      )}
      {hasInvalidFields && (
        <p role="alert" className="text-bad text-sm">
          Some fields need your attention first.
        </p>
      )}
      {isConnected && shown && (
        <ProblemPanel problem={shown}>
          <Remedy problem={shown} />
        </ProblemPanel>
      )}
    </div>
  );
}
