import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobState } from "@graphiti/protocol/states.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import { jobIdOf, noParams, type Terms, termsCommitment, type Work } from "@graphiti/protocol/terms.ts";
import { pino } from "pino";
import type { ChainLot } from "../../../node-worker/chain/escrow.ts";
import { jobFiles, lotFiles, lotFolder } from "../../../node-worker/duties/lot-files.ts";
import type { NodeContext } from "../../../node-worker/duties/node-context.ts";
import type { KnownJob } from "../../../node-worker/journal/job-rows.ts";
import { Journal } from "../../../node-worker/journal/journal.ts";
import type { LotRow } from "../../../node-worker/journal/lot-rows.ts";
import { memoryStore } from "../support/memory-store.ts";

const nobody = "0x0000000000000000000000000000000000000000";
const digest = `0x${"ab".repeat(32)}` as const;
const finality = { fastSeconds: 0, windowSeconds: 10, graceSeconds: 20, tailSeconds: 0 };

const terms: Terms = {
  artist: nobody,
  postedAt: 1_000,
  tiles: 1,
  workHash: digest,
  order: {
    deadline: 10_000,
    tilesPerLot: 1,
    minPrice: 1n,
    maxPrice: 2n,
    rampSeconds: 100,
    claimSeconds: 200,
    finalityClass: 0,
    attesters: 0,
    sampleTiles: 0,
    recipient: nobody,
    royaltyBps: 0,
    royaltyReceiver: nobody,
    operatorShareBps: 0,
  },
};

const work: Work = {
  serviceId: 1,
  width: 4,
  height: 4,
  hasAlpha: false,
  params: noParams,
  inputRoot: digest,
  inputDigest: digest,
  cardDigest: digest,
};

/** A job with one lot. */
export const job: KnownJob = {
  jobId: 1n,
  termsHash: digest,
  postedBlock: 1n,
  terms,
  work,
  inputCid: "an input",
};
export const lotRow: LotRow = {
  lotId: 1n << 16n,
  jobId: 1n,
  stage: "seen",
  attempt: 0,
  retryAt: 0,
  note: "",
};

export type ChainSays = { nowSeconds: number; jobState: JobState; lot: Partial<ChainLot> };

/** A node with a real journal and folder, on a chain that shows one lot as `says` has it. */
export function standIn(says: ChainSays, store: Store = memoryStore()) {
  const home = mkdtempSync(join(tmpdir(), "stand-in-"));
  const journal = Journal.open(join(home, "journal.db"));
  const jobsDirectory = join(home, "jobs");
  const chainLot: ChainLot = { state: "open", attempt: 0, time: 0, commitment: "0x", ...says.lot };
  const escrow = {
    nowSeconds: async () => says.nowSeconds,
    job: async () => ({
      state: says.jobState,
      finalLots: 0,
      assemblyOpenedAt: 0,
      termsHash: says.jobState === "none" ? "0x" : termsCommitment(terms),
    }),
    lot: async () => chainLot,
    panel: async () => ({ seed: 0, target: 0n, isCold: false, seats: [] }),
  };
  const node = {
    settings: { jobsDirectory },
    deployment: { rules: { classes: [finality] } },
    escrow,
    events: { claimFor: async () => undefined, handedIn: async () => undefined },
    outbox: { revisit: async () => false },
    journal,
    store,
    log: pino({ level: "silent" }),
  } as unknown as NodeContext;
  return {
    node,
    journal,
    sources: () => jobFiles(jobsDirectory, job.jobId),
    files: (lotId = lotRow.lotId) => lotFiles(jobsDirectory, lotId),
    hasFiles: (lotId = lotRow.lotId) =>
      existsSync(join(jobsDirectory, jobIdOf(lotId).toString(), lotFolder(lotId, "work"))),
    close: () => {
      journal.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
