import { ponder } from "ponder:registry";
import { job, lot } from "ponder:schema";
import { lotIdOf } from "@graphiti/protocol/terms.ts";
import { chainText } from "./chain-text.ts";
import { record } from "./timeline.ts";

ponder.on("JobEscrow:Posted", async ({ event, context }) => {
  const { jobId, artist, terms, work, inputCid } = event.args;
  const { order, tiles } = terms;
  const postedAt = BigInt(terms.postedAt);
  await context.db.insert(job).values({
    id: jobId,
    state: "live",
    artist,
    recipient: order.recipient,
    serviceId: work.serviceId,
    tiles,
    tilesPerLot: order.tilesPerLot,
    maxPrice: order.maxPrice,
    inputCid: chainText(inputCid),
    terms: decimalStrings(terms),
    work: decimalStrings(work),
    postedAt,
    deadline: BigInt(order.deadline),
    finalLots: 0,
  });
  const firstTiles = Array.from({ length: Math.ceil(tiles / order.tilesPerLot) }, (_, index) => ({
    index,
    tiles: Math.min(order.tilesPerLot, tiles - index * order.tilesPerLot),
  }));
  await context.db.insert(lot).values(
    firstTiles.map((run) => ({
      ...run,
      id: lotIdOf(jobId, run.index),
      jobId,
      state: "open" as const,
      attempt: 0,
      openedAt: postedAt,
      lateFees: 0n,
    })),
  );
  await record(context, event, { jobId, kind: "posted", actor: artist, amount: order.maxPrice });
});

ponder.on("JobEscrow:Closed", async ({ event, context }) => {
  const { jobId, by } = event.args;
  await context.db.update(job, { id: jobId }).set({ state: "closed", closedAt: event.block.timestamp });
  await record(context, event, { jobId, kind: "closed", actor: by });
});

/** The JSON form of a struct: what the ABI calls an integer becomes a decimal string, at any width. */
function decimalStrings(struct: object): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(struct, (_, value) =>
      typeof value === "bigint" || typeof value === "number" ? String(value) : value,
    ),
  );
}
