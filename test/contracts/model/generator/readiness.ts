import { type Address, zeroAddress } from "viem";
import { cast } from "../cast.ts";
import { closingOf } from "../finalise.ts";
import { bondOf, cutOf, isAssembly } from "../money.ts";
import { JobState, LotState } from "../records.ts";
import { openedAt, windowsOf } from "../windows.ts";
import type { JobNote } from "./memory.ts";
import { moodOf } from "./results.ts";
import { lotIdOf, noClaim, type Scene } from "./scene.ts";

export type Spot = { note: JobNote; index: number };

export const spotsOf = (note: JobNote): Spot[] =>
  Array.from({ length: note.lotCount }, (_, index) => ({ note, index }));

/** Until when a lot can still be claimed. */
export function lastClaimOf({ world }: Scene, { note, index }: Spot): number {
  const { terms } = note;
  const isFollowed = cutOf(terms).tileLots > 1 && !isAssembly(terms, index);
  return terms.order.deadline - windowsOf(world.settings, terms.order).span * (isFollowed ? 2 : 1);
}

/** Operators who could lock the bond. */
export function ableTo({ world }: Scene, { note, index }: Spot): Address[] {
  const bond = bondOf(note.terms, index);
  return cast.operators.filter((operator) => world.freeStake(operator) >= bond);
}

/** The next second at which something about the lot changes by itself; undefined if nothing ever will. */
export function borderOf(scene: Scene, spot: Spot): number | undefined {
  const { world, memory } = scene;
  const { note, index } = spot;
  const lotId = lotIdOf(note, index);
  const lot = world.lots.get(lotId);
  const job = world.jobs.get(note.jobId);
  const { terms } = note;
  const windows = windowsOf(world.settings, terms.order);
  switch (lot.state) {
    case LotState.Open: {
      if (job.state !== JobState.Live) return scene.now();
      const isLast = isAssembly(terms, index);
      if (isLast && job.finalLots !== note.tileLots) return undefined;
      if (scene.now() <= lastClaimOf(scene, spot) && ableTo(scene, spot).length > 0) return scene.now();
      if (!isLast) return terms.order.deadline;
      return openedAt(terms, job, lot, index) + windows.windowSeconds;
    }
    case LotState.Claimed:
      return scene.now();
    case LotState.Submitted: {
      const claim = memory.lot(lotId).claims[0] ?? noClaim;
      const panel = world.panels.get(lotId);
      const wanted = claim.operator === zeroAddress ? 0 : terms.order.attesters;
      const { opensAt, closesAt } = closingOf(world.settings, terms, claim, lot.time, panel);
      if (memory.isHopeless(lotId, lot.attempt)) return closesAt;
      if (wanted === 0 || moodOf(lotId, lot.attempt) === "ignored") return opensAt;
      return panel.seats.length < wanted ? scene.now() : lot.time + windows.fastSeconds;
    }
    default:
      return undefined;
  }
}

/** Whether there is something to do about a lot without waiting. */
export function isReady(scene: Scene, spot: Spot): boolean {
  const border = borderOf(scene, spot);
  return border !== undefined && border <= scene.now();
}

/** The lot whose time comes first. */
export function nextSpot(scene: Scene, spots: readonly Spot[]): Spot {
  let next: { spot: Spot; border: number } | undefined;
  for (const spot of spots) {
    const border = borderOf(scene, spot);
    if (border !== undefined && (!next || border < next.border)) next = { spot, border };
  }
  return next?.spot ?? scene.random.pick(spots);
}
