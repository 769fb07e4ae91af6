import { rm } from "node:fs/promises";
import { join } from "node:path";
import { assemblyLink } from "@graphiti/protocol/assembly-link.ts";
import { jobOutputRoot, probeOf } from "@graphiti/protocol/digests.ts";
import type { Env } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { seal } from "@graphiti/protocol/seal.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import { lotIdOf, shapeOf, tileLotCount } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import { makeFile, storePicture } from "../duties/deliver.ts";
import { Discovery } from "../duties/discover.ts";
import { gatherLots } from "../duties/gather.ts";
import { lotFiles } from "../duties/lot-files.ts";
import type { NodeContext } from "../duties/node-context.ts";
import { engineFor, verifyInput } from "../duties/verify-input.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import { openReadingNode } from "../reading-node.ts";
import { settingsFrom } from "../settings.ts";

/**
 * Joins a job's tiles for its artist, stores the picture, and prints what the artist's wallet hands in. Needs no key,
 * no stake and no inference: what is fetched is compared with the roots on the chain. Interrupted, it goes on where it was.
 * @throws BAD_INPUT where the job has nothing to join now; what fetching, joining and storing throw
 */
export async function assemble(
  env: Env,
  wanted: { jobId: bigint; json: boolean },
  print: (line: string) => void,
) {
  const home = join(settingsFrom(env).home, "assemble", String(wanted.jobId));
  const node = await openReadingNode(env, home, openStore(env));
  try {
    const { job, lotId, attempt } = await jobToJoin(node, wanted.jobId);
    const joined = await joinPicture(node, job, lotId, attempt);
    const link = env.GALLERY_URL && assemblyLink(env.GALLERY_URL, job.jobId, joined);
    if (wanted.json)
      return print(JSON.stringify({ jobId: String(job.jobId), ...joined, link: link ?? null }));
    print(`The picture of job ${job.jobId} is joined and stored.`);
    print(link ? `Hand it in with the wallet that posted the job:\n${link}` : handIn(joined));
  } finally {
    node.journal.close();
  }
  await rm(node.settings.home, { recursive: true, force: true });
}

const handIn = (joined: Record<string, Hex>) =>
  `Call assemble of the escrow with these, and keep the probe for finalise:\n${Object.entries(joined)
    .map(([name, value]) => `${name.padEnd(15)} ${value}`)
    .join("\n")}`;

/** @throws BAD_INPUT with the reason why there is nothing to join */
async function jobToJoin({ client, deployment, journal, escrow }: NodeContext, jobId: bigint) {
  await new Discovery(client, deployment, journal).scan(new AbortController().signal);
  const job = journal.jobs.get(jobId);
  if (!job) fail("BAD_INPUT", `There is no job ${jobId} on this chain.`);
  const tileLots = tileLotCount(shapeOf(job.terms));
  if (tileLots === 1) fail("BAD_INPUT", `Job ${jobId} has one lot only: there is nothing to join.`);
  const { state, finalLots } = await escrow.job(jobId);
  if (state !== "live") fail("BAD_INPUT", `Job ${jobId} is ${state}: there is nothing to join.`);
  if (finalLots < tileLots)
    fail("BAD_INPUT", `Only ${finalLots} of the ${tileLots} lots of job ${jobId} are final; all have to be.`);
  const lotId = lotIdOf(jobId, tileLots);
  const lot = await escrow.lot(lotId);
  if (lot.state !== "open")
    fail("BAD_INPUT", `Somebody joins job ${jobId} already: its last lot is ${lot.state}.`);
  return { job, lotId, attempt: lot.attempt };
}

async function joinPicture(node: NodeContext, job: KnownJob, lotId: bigint, attempt: number) {
  const engine = await engineFor(node, job);
  const files = await lotFiles(node.settings.jobsDirectory, lotId);
  const sources = await verifyInput(node, job, engine);
  const finished = { job, lotId, engine, sources, files };
  const { lotRoots, manifestCids } = await gatherLots(node, finished, node.stop);
  const outputRoot = jobOutputRoot(lotRoots);
  const { assemblyProbe } = await makeFile(finished, outputRoot);
  const tileProbes = [assemblyProbe as Hex];
  const picture = { outputRoot, tileProbes, leaves: lotRoots, manifestCids };
  const { metadataDigest } = await storePicture(node, finished, picture);
  const probe = probeOf(tileProbes);
  const { chainId, addresses } = node.deployment;
  const where = { chainId, escrow: addresses.escrow, lotId, attempt, operator: job.terms.artist };
  return { outputRoot, metadataDigest, seal: seal({ ...where, outputRoot, metadataDigest, probe }), probe };
}
