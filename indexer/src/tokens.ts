import { ponder } from "ponder:registry";
import { job, token } from "ponder:schema";
import { ipfsUrl, rawCid } from "@graphiti/protocol/cid.ts";
import { lotCount, lotIdOf } from "@graphiti/protocol/terms.ts";
import { zeroAddress } from "viem";
import { jobRow, lotRow } from "./ledger-rows.ts";
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
  });
  await record(context, event, { jobId, kind: "minted", actor: recipient });
});

ponder.on("GraphitiArt:Transfer", async ({ event, context }) => {
  // The mint's own transfer precedes or follows `Minted`, which has all that a token begins with.
  if (event.args.from === zeroAddress) return;
  await context.db.update(token, { id: event.args.tokenId }).set({ owner: event.args.to });
});
