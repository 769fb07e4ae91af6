import { setTimeout as pause } from "node:timers/promises";
import { rawCid } from "@graphiti/protocol/cid.ts";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { noParams } from "@graphiti/protocol/terms.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import { describe } from "../report/describe.ts";
import type { JobFiles } from "./lot-files.ts";
import type { NodeContext } from "./node-context.ts";

const patienceMs = 20_000;

/**
 * Keeps the input and the card of a delivered lot for good, from the verified copies where the store has lost its own.
 * Worth a try and no more: a finished picture is submitted whether the store can do it or not.
 */
export async function keepSources(
  node: NodeContext,
  { jobId, inputCid, work }: KnownJob,
  files: JobFiles,
  waitMs = patienceMs,
): Promise<void> {
  const { store, log } = node;
  const trying = async (cid: string, keep: () => Promise<unknown>) => {
    try {
      await keep();
    } catch (error) {
      log.warn({ job: jobId.toString(), cid, because: describe(error) }, "a source could not be kept");
    }
  };
  const keep = (cid: string, path: string, name: string, mimeType: string) =>
    trying(cid, () =>
      store.pin(cid).catch((error) => {
        if (!(error instanceof GraphitiError) || error.code !== "STORE_NOT_FOUND") throw error;
        return store.put({ path }, { name, tier: "durable", mimeType });
      }),
    );
  const timer = new AbortController();
  const kept = Promise.all([
    work.params === noParams
      ? keep(inputCid, files.input, `graphiti-${jobId}-input.png`, "image/png")
      : // A generated picture's parameters stand in its terms: nobody has stored them yet.
        trying(inputCid, () =>
          store.put({ path: files.input }, { name: `graphiti-${jobId}-params`, tier: "durable" }),
        ),
    keep(rawCid(work.cardDigest), files.card, `graphiti-${jobId}-card.json`, "application/json"),
  ]);
  await Promise.race([kept, pause(waitMs, undefined, { signal: timer.signal }).catch(() => {})]);
  timer.abort();
}
