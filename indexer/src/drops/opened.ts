import { ponder } from "ponder:registry";
import { drop } from "ponder:schema";
import type { ComputingJson } from "../../drop.schema.ts";
import { decimalStrings } from "../decimal-strings.ts";

ponder.on("DropFactory:DropOpened", async ({ event, context }) => {
  const { drop: address, artist, series } = event.args;
  const { width, height, fallSeconds, startsAt, endsAt, allowEndsAt, computing, ...same } = series;
  await context.db.insert(drop).values({
    ...same,
    address,
    id: BigInt(event.id),
    artist,
    width: BigInt(width),
    height: BigInt(height),
    fallSeconds: BigInt(fallSeconds),
    startsAt: BigInt(startsAt),
    endsAt: BigInt(endsAt),
    allowEndsAt: BigInt(allowEndsAt),
    computing: decimalStrings(computing) as ComputingJson,
    sold: 0,
    settled: 0,
    openedAt: event.block.timestamp,
    hash: event.transaction.hash,
  });
});
