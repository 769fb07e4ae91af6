"use client";

import { useRef, useState } from "react";
import { CardFields } from "./card-fields.tsx";
import { checkDraft } from "./check-draft.ts";
import { emptyDraft } from "./draft.ts";
import { FinalityChoice } from "./finality-choice.tsx";
import { OfferTerms } from "./offer-terms.tsx";
import { PayPanel } from "./pay-panel.tsx";
import { PictureStep } from "./picture-step.tsx";
import { useDraft } from "./use-draft.ts";
import { usePosting } from "./use-posting.ts";
import { useUpload } from "./use-upload.ts";

/** From a file to a posted job, on one page. */
export function CreateForm() {
  const { draft, change, clear, isRestored } = useDraft();
  const form = useRef<HTMLDivElement>(null);
  const [wasTried, setTried] = useState(false);
  const { upload, choose } = useUpload((offer, fileName) => change({ offer, fileName, postHash: undefined }));

  const errors = checkDraft(draft);
  const isComplete = Object.keys(errors).length === 0;
  const { post, stage, kept, problem } = usePosting({
    draft,
    isComplete: isComplete && draft.offer !== undefined,
    onSent: (postHash) => change({ postHash }),
    onPosted: clear,
  });
  const isLocked = stage !== "idle";

  function pay(): void {
    setTried(true);
    if (isComplete) {
      change({ postHash: undefined });
      void post();
    } else
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  return (
    <div
      className="grid gap-x-16 gap-y-14 lg:grid-cols-[minmax(0,7fr)_minmax(20rem,4fr)]"
      ref={form}
      data-testid="create"
      data-restored={isRestored}
    >
      <section aria-label="Picture" className="lg:sticky lg:top-8 lg:self-start">
        <PictureStep draft={draft} upload={upload} onChoose={choose} isLocked={isLocked} />
      </section>
      <div className="grid content-start gap-14">
        <section aria-labelledby="card">
          <h2 id="card" className="subtitle mb-6">
            The card
          </h2>
          <CardFields draft={draft} errors={wasTried ? errors : {}} onChange={change} isLocked={isLocked} />
        </section>
        <section aria-labelledby="offer">
          <h2 id="offer" className="subtitle mb-4">
            The offer
          </h2>
          {draft.offer ? (
            <div className="grid gap-8">
              <FinalityChoice
                quotes={draft.offer.quotes}
                finality={draft.finality}
                isLocked={isLocked}
                onChange={(finality) => change({ finality })}
              />
              <OfferTerms offer={draft.offer} quote={draft.offer.quotes[draft.finality]} />
              <PayPanel
                quote={draft.offer.quotes[draft.finality]}
                stage={stage}
                kept={kept}
                problem={problem}
                hasInvalidFields={wasTried && !isComplete}
                onPay={pay}
              />
            </div>
          ) : (
            <p className="border-line border-t pt-4 text-faint text-sm leading-6">
              Price, time and what happens if it fails are shown here once there is a picture. Nothing is paid
              before you have seen them.
            </p>
          )}
        </section>
        {draft !== emptyDraft && !isLocked && (draft.offer || draft.card.title !== "") && (
          <p>
            <button
              type="button"
              className="link text-faint text-sm"
              onClick={() => {
                change({ ...emptyDraft, offer: undefined, fileName: undefined, postHash: undefined });
                setTried(false);
              }}
            >
              Start over
            </button>
            <span className="text-faint text-sm">. This draft is kept in this browser only.</span>
          </p>
        )}
      </div>
    </div>
  );
}
