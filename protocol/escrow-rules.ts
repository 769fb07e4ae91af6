/** What a deployment of JobEscrow fixes for good; times in seconds. */
export type EscrowRules = {
  classes: readonly FinalityClass[];
  claimBaseSeconds: number;
  claimSecondsPerTile: number;
  protocolFeeBps: number;
};

export type FinalityClass = {
  fastSeconds: number;
  windowSeconds: number;
  graceSeconds: number;
  tailSeconds: number;
};

/** From claim to the end of the grace: what must fit between a claim and the job's deadline. */
export function spanSeconds(finality: FinalityClass, claimSeconds: number): number {
  return claimSeconds + finality.windowSeconds + finality.graceSeconds;
}
