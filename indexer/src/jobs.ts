import { ponder } from "ponder:registry";
import { job, lot, service } from "ponder:schema";
import { shareOfLot } from "@graphiti/protocol/offer.ts";
import { firstTile, isAssembly, lotCount, lotIdOf, lotTiles } from "@graphiti/protocol/terms.ts";
import { chainText } from "./chain-text.ts";
import { decimalStrings } from "./decimal-strings.ts";
import { artistBehind } from "./drops/rows.ts";
import { record } from "./timeline.ts";

ponder.on("JobEscrow:Posted", async ({ event, context }) => {
  const { jobId, artist: poster, terms, work, inputCid } = event.args;
  const artist = await artistBehind(context, poster);
  const { order, tiles } = terms;
  const postedAt = BigInt(terms.postedAt);
  const registered = await context.db.find(service, { id: work.serviceId });
  if (!registered) throw new Error(`Job ${jobId} names a service that was never registered.`);
  await context.db.insert(job).values({
    id: jobId,
    state: "live",
    artist,
    poster,
    recipient: order.recipient,
    serviceId: work.serviceId,
    kind: registered.kind,
    params: work.params,
    width: BigInt(work.width),
    height: BigInt(work.height),
    tiles,
    tilesPerLot: order.tilesPerLot,
    attesters: order.attesters,
    finalityClass: order.finalityClass,
    maxPrice: order.maxPrice,
    inputCid: chainText(inputCid),
    terms: decimalStrings(terms),
    work: decimalStrings(work),
    postedAt,
    deadline: BigInt(order.deadline),
    finalLots: 0,
  });
  const shape = { tiles, tilesPerLot: order.tilesPerLot };
  const lots = Array.from({ length: lotCount(shape) }, (_, index) => {
    const joins = isAssembly(shape, index);
    return {
      id: lotIdOf(jobId, index),
      jobId,
      index,
      kind: joins ? ("assembly" as const) : ("tiles" as const),
      firstTile: joins ? 0 : firstTile(shape, index),
      tiles: lotTiles(shape, index),
      share: shareOfLot(order.maxPrice, shape, index),
      state: "open" as const,
      attempt: 0,
      openedAt: joins ? null : postedAt,
      seals: 0,
      isCold: false,
      lateFees: 0n,
    };
  });
  await context.db.insert(lot).values(lots);
  await record(context, event, { jobId, kind: "posted", actor: artist, amount: order.maxPrice });
});

ponder.on("JobEscrow:Closed", async ({ event, context }) => {
  const { jobId, by } = event.args;
  await context.db.update(job, { id: jobId }).set({ state: "closed", closedAt: event.block.timestamp });
  await record(context, event, { jobId, kind: "closed", actor: by });
});
