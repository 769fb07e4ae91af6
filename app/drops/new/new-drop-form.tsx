"use client";

import { useRouter } from "next/navigation";
import { ProblemPanel } from "../../_components/problem-panel.tsx";
import { CallButton } from "../../_wallet/call-button.tsx";
import { useChainClock } from "../../_wallet/use-chain-clock.ts";
import type { ContractCall } from "../../_wallet/use-contract-call.ts";
import { CardTexts } from "../../create/card-fields.tsx";
import { FinalityChoice } from "../../create/finality-choice.tsx";
import { quoteOf } from "../../create/offer-view.ts";
import { useCard } from "../../create/use-card.ts";
import { useKept } from "../../create/use-kept.ts";
import { LookFields } from "../../generate/choice/look-fields.tsx";
import { useGenerateOffer } from "../../generate/offer/use-generate-offer.ts";
import { LookSamples } from "../look-samples.tsx";
import {
  cardErrors,
  type DropErrors,
  dropDraftSlot,
  dropTerms,
  parseDropDraft,
  seriesOf,
} from "./drop-draft.ts";
import { FixedNote } from "./fixed-note.tsx";
import { SaleFields } from "./sale-fields.tsx";

/** The seed with which the look is shown and asked about: a price hangs on none. */
const sampleSeed = "a sample";
/** The start is counted in steps, so that not every second asks the chain anew. */
const stepSeconds = 60;

/** From a look and a price to a drop on the chain. */
export function NewDropForm() {
  const router = useRouter();
  const chainSeconds = useChainClock();
  const { value: draft, change, clear, isRestored } = useKept(dropDraftSlot, parseDropDraft);
  const { look, card, finality } = draft;
  const choice = { ...look, seed: sampleSeed };
  const { found, isSettled, problem, again } = useGenerateOffer(choice);
  const quote = found && quoteOf(found.offer.quotes[finality]);
  const { terms, errors: termErrors } = dropTerms(draft);
  const isTooCheap = terms !== undefined && quote !== undefined && terms.floorPrice < quote.maxPriceWei;
  const errors: DropErrors = isTooCheap
    ? {
        ...termErrors,
        floorPrice: "The last price must pay for computing a work: see what that costs below.",
      }
    : termErrors;
  const { title: titleError, ...textErrors } = cardErrors(draft);
  const isComplete =
    terms !== undefined && !isTooCheap && !titleError && Object.keys(textErrors).length === 0;
  const stored = useCard(card, isComplete && isRestored);
  const nowSeconds = chainSeconds && Math.floor(chainSeconds / stepSeconds) * stepSeconds;
  const call: ContractCall | undefined =
    isComplete && isSettled && quote && stored.cardDigest && nowSeconds
      ? {
          contract: "dropFactory",
          functionName: "open",
          args: [
            seriesOf(terms, {
              look,
              serviceId: found.offer.service.id,
              cardDigest: stored.cardDigest,
              quote,
              nowSeconds,
            }),
          ],
          about: { title: card.title.slice(0, 60) },
        }
      : undefined;
  return (
    <div
      className="grid gap-x-16 gap-y-14 lg:grid-cols-[minmax(0,7fr)_minmax(20rem,5fr)]"
      data-testid="new-drop"
      data-restored={isRestored}
    >
      <div className="grid content-start gap-14">
        <section aria-labelledby="look" className="grid gap-8">
          <h2 id="look" className="subtitle">
            The look
          </h2>
          <LookSamples look={look} count={3} />
          <LookFields
            choice={choice}
            isLocked={false}
            onChange={({ seed: _, ...part }) => change({ look: { ...look, ...part } })}
          />
        </section>
        <section aria-labelledby="card" className="grid gap-6">
          <h2 id="card" className="subtitle">
            The card
          </h2>
          <CardTexts
            card={card}
            errors={textErrors}
            isLocked={false}
            onChange={(next) => change({ card: next })}
          />
          <p className="text-faint text-xs leading-5">
            All works of the series bear the same card. It is stored for everybody to read.
          </p>
        </section>
      </div>
      <div className="grid content-start gap-14">
        <section aria-labelledby="sale" className="grid gap-6">
          <h2 id="sale" className="subtitle">
            The sale
          </h2>
          <SaleFields draft={draft} errors={errors} onChange={change} />
        </section>
        <section aria-labelledby="open" className="grid gap-8">
          <h2 id="open" className="subtitle">
            Open it
          </h2>
          {problem && (
            <ProblemPanel problem={problem}>
              <button type="button" className="button min-h-9" onClick={again}>
                Try again
              </button>
            </ProblemPanel>
          )}
          {found && quote && (
            <>
              <FinalityChoice
                quotes={found.offer.quotes}
                finality={finality}
                isLocked={false}
                onChange={(next) => change({ finality: next })}
              />
              <FixedNote terms={terms} quote={quote} />
            </>
          )}
          {stored.problem && <ProblemPanel problem={stored.problem} />}
          <CallButton
            call={call}
            testId="open-drop"
            isPrimary
            onDone={(kept) => {
              clear();
              if (kept?.args.drop) router.push(`/drops/${kept.args.drop}`);
            }}
          >
            Open the drop
          </CallButton>
          {!isComplete && isRestored && (
            <p role="status" className="text-soft text-sm" data-testid="missing">
              {titleError ? "Give the series a title first." : "Some fields need your attention first."}
            </p>
          )}
        </section>
      </div>
    </div>
  );
}
