import { considerSubmission } from "../duties/attest.ts";
import type { NodeContext } from "../duties/node-context.ts";
import { type Loop, repeat } from "./repeat.ts";

export type Attesting = {
  /** Whether others' submissions are checked. */
  checks: boolean;
  draining: () => boolean;
  /** Told after each submission that was looked at: its seal may be ready. */
  onConsidered: () => void;
};

/** Checks what others submit, one after the other, while lots of this node are worked on. */
export function attestLoop(node: NodeContext, loop: Loop, attesting: Attesting): Promise<void> {
  const { checks, draining, onConsidered } = attesting;
  return repeat(node, loop, async () => {
    if (draining()) return "end";
    for (const row of checks ? node.journal.attestations.due("seen", Date.now()) : []) {
      if (draining()) break;
      await considerSubmission(node, row);
      onConsidered();
    }
    return "idle";
  });
}
