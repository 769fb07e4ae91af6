import { sendSeals } from "../duties/attest.ts";
import type { NodeContext } from "../duties/node-context.ts";
import { type Loop, repeat } from "./repeat.ts";

/** So long a seal that is ready is held back, for others that are about to be ready to join its transaction. */
const gatheringMs = 2_000;

/** Sends seals as they become ready, whatever is checked meanwhile. Ends once no more will be, and all are sent. */
export function sealLoop(node: NodeContext, loop: Loop, isLast: () => boolean): Promise<void> {
  const { journal, stop } = node;
  let since: number | undefined;
  return repeat(node, loop, async () => {
    const isOver = isLast();
    const isReady = journal.attestations.at("judged").length > 0;
    since = isReady ? (since ?? Date.now()) : undefined;
    if (since === undefined) return isOver ? "end" : "idle";
    const leftMs = since + gatheringMs - Date.now();
    const othersMayJoin = journal.attestations.due("seen", Date.now()).length > 0;
    if (othersMayJoin && !isOver && leftMs > 0) {
      await loop.bell.wait(leftMs, stop);
      return "again";
    }
    since = undefined;
    await sendSeals(node);
    return isOver ? "end" : "idle";
  });
}
