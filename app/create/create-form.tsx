"use client";

import { useMemo } from "react";
import { ProblemPanel } from "../_components/problem-panel.tsx";
import type { OfferedService } from "../_data/services.ts";
import { CameraChoice } from "./camera-choice.tsx";
import { CardFields } from "./card-fields.tsx";
import { checkDraft } from "./check-draft.ts";
import { isSized, offeredChoice, serviceFor } from "./choice.ts";
import { emptyDraft } from "./draft.ts";
import { FinalityChoice } from "./finality-choice.tsx";
import { OfferTerms } from "./offer-terms.tsx";
import { PayPanel } from "./pay-panel.tsx";
import { PictureStep } from "./picture-step.tsx";
import { previewArea } from "./preview/preview-area.ts";
import { PreviewStage } from "./preview/preview-stage.tsx";
import { useSource } from "./preview/use-source.ts";
import { ChoiceFigures } from "./service/choice-figures.tsx";
import { FormatChoice } from "./service/format-choice.tsx";
import { ServiceChoice } from "./service/service-choice.tsx";
import { useDraft } from "./use-draft.ts";
import { useOffer } from "./use-offer.ts";
import { usePayAttempt } from "./use-pay-attempt.ts";
import { usePosting } from "./use-posting.ts";
import { useUpload } from "./use-upload.ts";
import { withCamera } from "./with-camera.ts";

/** From a file to a posted job, on one page. */
export function CreateForm({ services }: { services: OfferedService[] }) {
  const { draft, change, clear, isRestored } = useDraft();
  const { form, wasTried, attempt, forget } = usePayAttempt();
  const { upload, choose } = useUpload((picture, fileName) =>
    change({ picture, fileName, place: emptyDraft.place, postHash: undefined, keepsCamera: undefined }),
  );
  const { picture, place } = draft;
  const choice = useMemo(() => offeredChoice(draft.choice, services), [draft.choice, services]);
  const service = useMemo(() => serviceFor(choice, services, picture), [choice, services, picture]);
  const area = useMemo(
    () => (picture && service ? previewArea(picture, service, place) : undefined),
    [picture, service, place],
  );
  const source = useSource(picture);
  const { offer, isSettled, problem: offerProblem, again } = useOffer(picture?.inputCid, service?.name);
  const quote = offer?.quotes[draft.finality];

  const errors = checkDraft(draft);
  const isComplete = isSized(choice) && Object.keys(errors).length === 0;
  const { post, stage, kept, problem } = usePosting({
    draft: withCamera(draft),
    offer: isSettled ? offer : undefined,
    isComplete: isComplete && isSettled,
    onSent: (postHash) => change({ postHash }),
    onPosted: clear,
  });
  const isLocked = stage !== "idle";

  const pay = () =>
    attempt(isComplete, () => {
      change({ postHash: undefined });
      void post();
    });

  return (
    <div className="grid gap-y-14" ref={form} data-testid="create" data-restored={isRestored}>
      <div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)] lg:grid-rows-[auto_1fr]">
        <section aria-label="Picture">
          <PictureStep
            draft={draft}
            upload={upload}
            area={area}
            onChoose={choose}
            onMove={(next) => change({ place: next })}
            isLocked={isLocked}
          />
        </section>
        <div className="lg:row-span-2">
          {/* Stays in view beside the choices, so that they are made by looking. */}
          <div className="grid gap-4 lg:sticky lg:top-6">
            <PreviewStage state={source} picture={picture} service={service} area={area} />
            <ChoiceFigures quote={quote} isSettled={isSettled || !picture} />
          </div>
        </div>
        <section aria-labelledby="service" className="grid content-start gap-8">
          <h2 id="service" className="subtitle">
            The enlargement
          </h2>
          <ServiceChoice
            services={services}
            choice={choice}
            service={service}
            picture={picture}
            isLocked={isLocked}
            onChange={(next) => change({ choice: next })}
          />
          <FormatChoice
            result={
              picture &&
              service && { width: picture.width * service.scale, height: picture.height * service.scale }
            }
            hasAlpha={picture?.hasAlpha ?? false}
            isLocked={isLocked}
          />
        </section>
      </div>
      <div className="grid gap-x-12 gap-y-14 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
        <section aria-labelledby="card">
          <h2 id="card" className="subtitle mb-6">
            The card
          </h2>
          <CardFields draft={draft} errors={wasTried ? errors : {}} onChange={change} isLocked={isLocked} />
          <CameraChoice draft={draft} onChange={change} isLocked={isLocked} />
        </section>
        <section aria-labelledby="offer">
          <h2 id="offer" className="subtitle mb-4">
            The offer
          </h2>
          {offerProblem && (
            <ProblemPanel problem={offerProblem}>
              <button type="button" className="button min-h-9" onClick={again}>
                Try again
              </button>
            </ProblemPanel>
          )}
          {!offerProblem && offer && quote && (
            <div className="grid gap-8">
              <FinalityChoice
                quotes={offer.quotes}
                finality={draft.finality}
                isLocked={isLocked}
                onChange={(finality) => change({ finality })}
              />
              <OfferTerms service={offer.service.name} quote={quote} isSettled={isSettled} />
              <PayPanel
                quote={quote}
                isSettled={isSettled}
                stage={stage}
                kept={kept}
                problem={problem}
                hasInvalidFields={wasTried && !isComplete}
                onPay={pay}
              />
            </div>
          )}
          {!offerProblem && !offer && (
            <p className="border-line border-t pt-4 text-faint text-sm leading-6">
              {picture && service
                ? "Counting tiles."
                : picture
                  ? "This picture is too large for every size of this hand. Choose another one, or scale it down."
                  : "Price, time and what happens if it fails are shown here once there is a picture. Nothing is paid before you have seen them."}
            </p>
          )}
          {draft !== emptyDraft && !isLocked && (picture || draft.card.title !== "") && (
            <p className="mt-10">
              <button
                type="button"
                className="link text-faint text-sm"
                onClick={() => {
                  change({ ...emptyDraft, picture: undefined, fileName: undefined, postHash: undefined });
                  forget();
                }}
              >
                Start over
              </button>
              <span className="text-faint text-sm">. This draft is kept in this browser only.</span>
            </p>
          )}
        </section>
      </div>
    </div>
  );
}
