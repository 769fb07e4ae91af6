/** Names of the states of jobs and lots, in the order of the contracts' enums. */

export const jobStates = ["none", "live", "minted", "closed"] as const;
export const lotStates = ["open", "claimed", "submitted", "final", "refunded"] as const;

export type JobState = (typeof jobStates)[number];
export type LotState = (typeof lotStates)[number];

/** Why an `attest` passed a lot by: `AttestationSkipped.reason` counts from 1. */
export const skipReasons = [
  "none",
  "notSubmitted",
  "otherSubmission",
  "notWanted",
  "windowOver",
  "ownWork",
  "panelFull",
  "alreadyAttested",
  "stakeTooRecent",
  "seedPending",
  "seedGone",
  "notDrawn",
  "stakeTooLow",
] as const;

export type SkipReason = (typeof skipReasons)[number];
