"use client";

import { maxOutputPixels } from "@graphiti/protocol/quote.ts";
import type { OfferedService } from "../../_data/services.ts";
import { type Choice, denoisesOf, familiesIn, refusedScales, scalesOf } from "../choice.ts";
import type { UploadView } from "../offer-view.ts";
import { DenoiseChoice } from "./denoise-choice.tsx";
import { FamilyChoice } from "./family-choice.tsx";
import { SizeChoice } from "./size-choice.tsx";

type Props = {
  services: readonly OfferedService[];
  choice: Choice;
  /** What the choice comes down to. */
  service?: OfferedService;
  picture?: UploadView;
  isLocked: boolean;
  onChange: (choice: Choice) => void;
};

/** Everything that decides on the service. Only what this deployment has is offered. */
export function ServiceChoice({ services, choice, service, picture, isLocked, onChange }: Props) {
  const change = (part: Partial<Choice>) => onChange({ ...choice, ...part });
  return (
    <div className="grid gap-8" data-testid="service-choice" data-service={service?.name}>
      <FamilyChoice
        families={familiesIn(services)}
        family={choice.family}
        isLocked={isLocked}
        onChange={(family) => change({ family })}
      />
      <SizeChoice
        choice={choice}
        scales={scalesOf(services, choice.family)}
        refused={refusedScales(services, choice.family, picture)}
        outputMegapixels={maxOutputPixels / 1e6}
        scale={service?.scale}
        picture={picture}
        isLocked={isLocked}
        onChange={change}
      />
      {services.some(({ denoise }) => denoise !== undefined) && (
        <DenoiseChoice
          strengths={denoisesOf(services, choice.family)}
          denoise={service?.denoise}
          isLocked={isLocked}
          onChange={(denoise) => change({ denoise })}
        />
      )}
    </div>
  );
}
