import type { Random } from "../seeded-random.ts";
import { checkCost, type Gamble, sealPay } from "./formulas.ts";
import type { Parameters } from "./parameters.ts";
import { drawnAt } from "./vote.ts";

/**
 * What attesting earns and costs those who begin while fewer seals than wanted are there, all being honest. Only the
 * first ones are paid; who comes too late has computed for nothing.
 * @returns lost: the pay that who never attests goes without; won: the cost that is saved
 */
export function neverAttesting(random: Random, trials: number, parameters: Parameters): Gamble {
  const { attesters, honestOperators, honestOnline, checkSeconds } = parameters;
  const [least, most] = checkSeconds;
  let [earned, began] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const checks: { start: number; end: number }[] = [];
    for (let i = 0; i < honestOperators; i++) {
      if (random() >= honestOnline) continue;
      const start = drawnAt(random, 1 / honestOperators);
      checks.push({ start, end: start + least + random() * (most - least) });
    }
    checks.sort((a, b) => a.end - b.end);
    const full = checks[attesters - 1]?.end ?? Number.POSITIVE_INFINITY;
    began += checks.filter(({ start }) => start < full).length;
    for (const { end } of checks.slice(0, attesters)) earned += sealPay(parameters, end);
  }
  return { won: checkCost(parameters), lost: earned / began };
}
