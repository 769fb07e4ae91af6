import type { Journal } from "../journal/journal.ts";

const dayMs = 86_400_000;
/** So many late fees in a day, and something is wrong with this node that claiming more will not cure. */
const mostFees = 2;

const stoppedSince = "claiming stopped";
const resumedAt = "claiming resumed";

/**
 * Whether the node claims nothing until its operator says otherwise. Two late fees in a day stop it; it stays stopped
 * however long ago they were.
 */
export function isClaimingStopped(journal: Journal, nowMs = Date.now()): boolean {
  if (journal.recall(stoppedSince)) return true;
  const since = Math.max(nowMs - dayMs, Number(journal.recall(resumedAt) ?? 0));
  if (journal.lateFees.countSince(since) < mostFees) return false;
  journal.remember(stoppedSince, String(nowMs));
  return true;
}

/** Since when nothing is claimed, in milliseconds since 1970; undefined while there is no such stop. */
export function stoppedAtMs(journal: Journal): number | undefined {
  return Number(journal.recall(stoppedSince)) || undefined;
}

/** Lets the node claim again; the late fees so far no longer count. */
export function resumeClaiming(journal: Journal, nowMs = Date.now()): void {
  journal.atomically(() => {
    journal.remember(resumedAt, String(nowMs));
    journal.remember(stoppedSince, "");
  });
}
