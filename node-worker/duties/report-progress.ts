import type { Progress } from "@graphiti/protocol/progress.ts";
import { lotIndexOf, lotTiles, shapeOf } from "@graphiti/protocol/terms.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { LotRow } from "../journal/lot-rows.ts";
import type { NodeContext } from "./node-context.ts";

/** Tells the gallery how far a lot of this node is. The assembly lot counts as one tile. */
export function reporter(node: NodeContext, { lotId, attempt, jobId }: LotRow, { terms }: KnownJob) {
  const tiles = lotTiles(shapeOf(terms), lotIndexOf(lotId));
  return (phase: Progress["phase"], tilesDone: number) =>
    node.report({
      jobId: jobId.toString(),
      lotId: lotId.toString(),
      attempt,
      phase,
      tilesDone: Math.min(tilesDone, tiles),
      tiles,
    });
}
