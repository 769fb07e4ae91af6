import type { ArtCard } from "@graphiti/protocol/metadata.ts";
import { metadataFile } from "@graphiti/protocol/metadata.ts";
import type { Hex } from "viem";
import type { Engine } from "../engine/engine.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { NodeContext } from "./node-context.ts";

type Made = { card: ArtCard; outputRoot: Hex; imageCid: string };

/** The one metadata file that a job can have, given its output root and the content id of its file. */
export function metadataOf({ deployment }: NodeContext, job: KnownJob, { recipe }: Engine, made: Made) {
  const { work, jobId, inputCid } = job;
  const { kind, name, scale, modelDigest } = recipe;
  return metadataFile({
    ...made,
    // By its model, not by this node's list of services: every node must write the same bytes.
    service: { id: work.serviceId, kind, name, scale, modelDigest },
    params: work.params,
    width: work.width * scale,
    height: work.height * scale,
    inputCid,
    inputRoot: work.inputRoot,
    jobId,
    chainId: deployment.chainId,
    escrow: deployment.addresses.escrow,
  });
}
