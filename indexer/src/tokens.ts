import { ponder } from "ponder:registry";
import { job, token } from "ponder:schema";
import { ipfsUrl, rawCid } from "@graphiti/protocol/cid.ts";
import { zeroAddress } from "viem";
import { record } from "./timeline.ts";

ponder.on("JobEscrow:Minted", async ({ event, context }) => {
  const { jobId, recipient, metadataDigest } = event.args;
  await context.db.update(job, { id: jobId }).set({ state: "minted" });
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
