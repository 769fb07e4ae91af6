import { cutOf, shareOf } from "./money.ts";
import type { Terms } from "./records.ts";
import { LotState } from "./records.ts";
import type { World } from "./world.ts";

/** Wei that the escrow must hold: what it owes, what is staked or on its way out, and what live lots may cost. */
export function owedBy(world: World, termsOf: (jobId: bigint) => Terms): bigint {
  let owed = world.total("forced");
  for (const { stake, credit } of world.accounts.values()) owed += stake + credit;
  for (const { amount } of world.unbonding.values()) owed += amount;
  for (const jobId of world.jobs.keys().map(BigInt)) {
    const terms = termsOf(jobId);
    const { lotCount } = cutOf(terms);
    for (let index = 0; index < lotCount; index++) {
      const { state } = world.lots.get((jobId << 16n) | BigInt(index));
      if (state !== LotState.Final && state !== LotState.Refunded) owed += shareOf(terms, index);
    }
  }
  return owed;
}

/** What no sequence of calls may break; one sentence for each that is broken. */
export function brokenInvariants(world: World, termsOf: (jobId: bigint) => Terms): string[] {
  const broken: string[] = [];
  const held = world.balances.get(world.settings.escrow);
  const owed = owedBy(world, termsOf);
  if (held !== owed) broken.push(`the escrow holds ${held} wei and owes ${owed}`);
  let staked = 0n;
  for (const account of world.accounts.keys()) {
    const { stake, locked, credit } = world.accounts.get(account);
    staked += stake;
    if (locked > stake || locked < 0n || credit < 0n)
      broken.push(`${account} has ${stake} staked, ${locked} locked, ${credit} credit`);
  }
  if (staked !== world.total("totalStake"))
    broken.push(`all stakes are ${staked}, their total ${world.total("totalStake")}`);
  return broken;
}
