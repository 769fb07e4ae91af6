import type { Order } from "./terms.ts";

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

/** @throws RangeError for a class that the deployment does not have */
export function classOf({ classes }: Pick<EscrowRules, "classes">, index: number): FinalityClass {
  const found = classes[index];
  if (!found) throw new RangeError(`no finality class ${index}`);
  return found;
}

/** How long a lot waits whose panel stays thin: the longest class's window. */
export function coldWindowSeconds({ classes }: Pick<EscrowRules, "classes">): number {
  return classOf({ classes }, classes.length - 1).windowSeconds;
}

/** From a claim to the end of its grace, at the longest: what must fit between a claim and the job's deadline. */
export function lotSpanSeconds(
  rules: Pick<EscrowRules, "classes">,
  order: Pick<Order, "finalityClass" | "claimSeconds" | "attesters">,
): number {
  const { windowSeconds, graceSeconds } = classOf(rules, order.finalityClass);
  return order.claimSeconds + (order.attesters > 0 ? coldWindowSeconds(rules) : windowSeconds) + graceSeconds;
}

/** How long stake stays after it was asked back. */
export function unstakeSeconds(rules: Pick<EscrowRules, "classes">): number {
  return coldWindowSeconds(rules) + Math.max(...rules.classes.map(({ graceSeconds }) => graceSeconds));
}
