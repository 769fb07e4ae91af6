"use client";

import { type Consent, parseConsent } from "@graphiti/protocol/consent.ts";
import type { Address } from "viem";
import { formatDuration } from "../_components/format-duration.ts";
import { LocalTime } from "../_components/local-time.tsx";
import { TextField } from "../_components/text-field.tsx";
import { CallButton } from "../_wallet/call-button.tsx";
import { useChainClock } from "../_wallet/use-chain-clock.ts";
import { complaintAbout } from "./complaint-about.ts";
import { useComeIntoView } from "./use-come-into-view.ts";

function ConsentFacts({ consent }: { consent: Consent }) {
  const nowSeconds = useChainClock();
  const leftSeconds = nowSeconds === undefined ? undefined : Number(consent.deadline) - nowSeconds;
  return (
    <dl className="grid gap-1 text-sm leading-6" data-testid="consent">
      <div className="flex gap-3">
        <dt className="w-20 shrink-0 text-faint">Key</dt>
        <dd className="break-all font-mono text-[0.8125rem]">{consent.key}</dd>
      </div>
      <div className="flex gap-3">
        <dt className="w-20 shrink-0 text-faint">Good until</dt>
        <dd>
          <LocalTime seconds={Number(consent.deadline)} />
          {leftSeconds !== undefined && leftSeconds > 0 && (
            <span className="text-faint">, for {formatDuration(leftSeconds)} more</span>
          )}
        </dd>
      </div>
    </dl>
  );
}

type Props = {
  operator: Address;
  text: string;
  /** Whether the text came with the page's address. */
  isLinked: boolean;
  onChange: (text: string) => void;
};

/** Takes the consent that a node printed, from its link or pasted, and registers the key. */
export function RegisterKey({ operator, text, isLinked, onChange }: Props) {
  const place = useComeIntoView<HTMLDivElement>(isLinked);
  const consent = parseConsent(text);
  const complaint = complaintAbout(text, consent, operator);
  const usable = complaint ? undefined : consent;
  const call = usable && {
    functionName: "registerKey" as const,
    args: [usable.key, usable.deadline, usable.signature],
    about: { key: usable.key },
  };
  return (
    <div className="grid gap-4" data-testid="register-key" ref={place}>
      <TextField
        label="Consent of the machine key"
        name="consent"
        value={text}
        onChange={onChange}
        rows={3}
        hint="The link that the node printed, or all of its answer."
        error={complaint}
        isRequired
      />
      {usable && <ConsentFacts consent={usable} />}
      <CallButton key={usable?.signature} call={call} testId="register" isPrimary>
        Register this key
      </CallButton>
    </div>
  );
}
