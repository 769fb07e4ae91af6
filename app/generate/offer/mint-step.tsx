"use client";

import type { ReactNode } from "react";
import { ProblemPanel } from "../../_components/problem-panel.tsx";
import { CardFields } from "../../create/card-fields.tsx";
import { checkDraft } from "../../create/check-draft.ts";
import { FinalityChoice } from "../../create/finality-choice.tsx";
import { OfferTerms } from "../../create/offer-terms.tsx";
import { PayPanel } from "../../create/pay-panel.tsx";
import { ChoiceFigures } from "../../create/service/choice-figures.tsx";
import { FormatChoice } from "../../create/service/format-choice.tsx";
import { useKept } from "../../create/use-kept.ts";
import { usePayAttempt } from "../../create/use-pay-attempt.ts";
import { usePosting } from "../../create/use-posting.ts";
import type { Choice } from "../choice/choice.ts";
import { draftSlot, parseGenerateDraft } from "./generate-draft.ts";
import { useGenerateOffer } from "./use-generate-offer.ts";

type Props = { choice: Choice; children: (isLocked: boolean) => ReactNode };

/** From the picture that is seen to a posted job: the card, the price, the wallet. */
export function MintStep({ choice, children }: Props) {
  const { form, wasTried, attempt } = usePayAttempt();
  const { value: draft, change, clear, isRestored } = useKept(draftSlot, parseGenerateDraft);
  const { found, isSettled, problem: offerProblem, again } = useGenerateOffer(choice);
  const quotes = found?.offer.quotes;
  const quote = quotes?.[draft.finality];
  const errors = checkDraft(draft);
  const isComplete = Object.keys(errors).length === 0;
  const { post, stage, kept, problem } = usePosting({
    draft: { ...draft, picture: found?.picture },
    offer: isSettled ? found?.offer : undefined,
    params: found?.params,
    isComplete: isComplete && isSettled,
    onSent: (postHash) => change({ postHash }),
    onPosted: clear,
  });
  // What is entered before what was kept is there would be lost.
  const isLocked = !isRestored || stage !== "idle";

  const pay = () =>
    attempt(isComplete, () => {
      change({ postHash: undefined });
      void post();
    });

  return (
    <>
      {children(isLocked)}
      <div
        ref={form}
        className="grid gap-x-16 gap-y-14 lg:grid-cols-[minmax(0,7fr)_minmax(20rem,4fr)]"
        data-testid="mint"
        data-restored={isRestored}
      >
        <section aria-labelledby="card">
          <h2 id="card" className="subtitle mb-6">
            The card
          </h2>
          <CardFields draft={draft} errors={wasTried ? errors : {}} onChange={change} isLocked={isLocked} />
        </section>
        <section aria-labelledby="offer">
          <h2 id="offer" className="subtitle mb-4">
            Mint what you see
          </h2>
          {offerProblem ? (
            <ProblemPanel problem={offerProblem}>
              <button type="button" className="button min-h-9" onClick={again}>
                Try again
              </button>
            </ProblemPanel>
          ) : (
            <div className="grid gap-8">
              <ChoiceFigures quote={quote} isSettled={isSettled} />
              <FormatChoice result={quote} hasAlpha={false} isLocked={isLocked} />
              {found && quotes && quote && (
                <>
                  <FinalityChoice
                    quotes={quotes}
                    finality={draft.finality}
                    isLocked={isLocked}
                    onChange={(finality) => change({ finality })}
                  />
                  <OfferTerms service={found.offer.service.name} quote={quote} isSettled={isSettled} />
                  <PayPanel
                    quote={quote}
                    isSettled={isSettled}
                    stage={stage}
                    kept={kept}
                    problem={problem}
                    hasInvalidFields={wasTried && !isComplete}
                    onPay={pay}
                  />
                </>
              )}
            </div>
          )}
        </section>
      </div>
    </>
  );
}
