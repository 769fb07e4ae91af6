import { isAssembly } from "./money.ts";
import type { FinalityClass, Job, Lot, Order, Terms } from "./records.ts";
import type { Settings } from "./world.ts";

/** What follows from a class and an order about time; all windows are half-open, all times unix seconds. */

export const coldWindowOf = ({ classes }: Settings): number => classes.at(-1)?.windowSeconds ?? 0;

export const unstakeSecondsOf = (settings: Settings): number =>
  coldWindowOf(settings) + Math.max(...settings.classes.map(({ graceSeconds }) => graceSeconds));

export function windowsOf(
  settings: Settings,
  order: Order,
): FinalityClass & { coldSeconds: number; span: number } {
  const finality = settings.classes[order.finalityClass];
  if (!finality) throw new Error("an order of no class passed the post");
  const coldSeconds = coldWindowOf(settings);
  const longest = order.attesters > 0 ? coldSeconds : finality.windowSeconds;
  return { ...finality, coldSeconds, span: order.claimSeconds + longest + finality.graceSeconds };
}

/** When an Open lot opened, moved on by the seconds in which it was not open. */
export function openedAt(terms: Terms, job: Job, lot: Lot, index: number): number {
  if (lot.time !== 0) return lot.time;
  return isAssembly(terms, index) ? job.assemblyOpenedAt : terms.postedAt;
}

export const quorumOf = (wanted: number): number => Math.ceil(wanted / 2);
