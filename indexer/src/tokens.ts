import { ponder } from "ponder:registry";
import { job, token } from "ponder:schema";
import { ipfsUrl, rawCid } from "@graphiti/protocol/cid.ts";
import { lotCount, lotIdOf } from "@graphiti/protocol/terms.ts";
import { zeroAddress } from "viem";
import { jobRow, lotRow } from "./ledger-rows.ts";
import { endMovedAuction } from "./market/auctions.ts";
import { endMovedListing } from "./market/listings.ts";
import { recordStep } from "./market/steps.ts";
import { record } from "./timeline.ts";

ponder.on("JobEscrow:Minted", async ({ event, context }) => {
  const { jobId, recipient, metadataDigest } = event.args;
  const shape = await jobRow(context, jobId);
  // The last lot's root is the whole picture's.
  const { outputRoot } = await lotRow(context, lotIdOf(jobId, lotCount(shape) - 1));
  await context.db.update(job, { id: jobId }).set({ state: "minted", outputRoot });
  await context.db.insert(token).values({
    id: jobId,
    owner: recipient,
    metadataDigest,
    uri: ipfsUrl(rawCid(metadataDigest)),
    mintedAt: event.block.timestamp,
    transfers: 0n,
  });
  await record(context, event, { jobId, kind: "minted", actor: recipient });
});

ponder.on("GraphitiArt:Transfer", async ({ event, context }) => {
  const { from, to, tokenId } = event.args;
  // The mint's own transfer precedes or follows `Minted`, which has all that a token begins with.
  if (from === zeroAddress) return;
  const before = await context.db.find(token, { id: tokenId });
  if (before?.listingId) await endMovedListing(context, event, before.listingId);
  await endMovedAuction(context, event, tokenId);
  await context.db
    .update(token, { id: tokenId })
    .set((row) => ({ owner: to, transfers: row.transfers + 1n, approved: null, listingId: null }));
  const place = { collection: event.log.address, tokenId };
  await recordStep(context, event, { ...place, kind: "transferred", account: from, other: to });
});
