/** Names of the states of jobs and lots, in the order of the contracts' enums. */

export const jobStates = ["none", "live", "minted", "closed"] as const;
export const lotStates = ["open", "claimed", "submitted", "final", "refunded"] as const;

export type JobState = (typeof jobStates)[number];
export type LotState = (typeof lotStates)[number];
