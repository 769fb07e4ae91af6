import { sampleTiles, seedOf } from "@graphiti/protocol/draw.ts";
import { objection, seal } from "@graphiti/protocol/seal.ts";
import { skipReasons } from "@graphiti/protocol/states.ts";
import type { Attestation } from "@graphiti/protocol/terms.ts";
import { type Address, concat, type Hash, type Hex, keccak256 } from "viem";
import type { Attester } from "./crew.ts";
import { eventsOf } from "./expect.ts";
import { digest, probeCount, probesOf } from "./jobs.ts";
import type { SubmittedLot } from "./lots.ts";
import type { Stage } from "./stage.ts";

/** The seed of a lot's draw. Mines the block that it is the hash of, and one more, if they are not there. */
export async function seedFor(stage: Stage, { lotId, submission }: SubmittedLot): Promise<number> {
  const [seed, target] = await stage.escrow.read.panels([lotId]);
  if (seed !== 0) return seed;
  const blockNumber = target || submission.l2Block + 1n;
  const missing = blockNumber - (await stage.reader.getBlockNumber({ cacheTime: 0 }));
  if (missing > 0n) {
    await stage.nextAt((await stage.now()) + 1);
    await stage.tester.mine({ blocks: Number(missing) });
  }
  return seedOf((await stage.reader.getBlock({ blockNumber })).hash);
}

/** Agrees with the worker, objects, or has other results. */
export type Opinion = "agrees" | "objects" | "differs";

export async function sealOf(
  stage: Stage,
  lot: SubmittedLot,
  operator: Address,
  opinion: Opinion = "agrees",
): Promise<Hex> {
  if (opinion === "objects") return objection;
  const { job, lotId, attempt, submission } = lot;
  const { tileProbes } = probesOf(probeCount(job, lotId));
  const seed = await seedFor(stage, lot);
  const wanted = sampleTiles({ seed, lotId, attempt }, tileProbes.length, job.terms.order.sampleTiles);
  const probe = keccak256(concat(wanted.map((tile) => tileProbes[tile] ?? "0x")));
  const outputRoot = opinion === "agrees" ? submission.outputRoot : digest("another output root");
  const binding = { chainId: stage.chainId, escrow: stage.escrow.address, lotId, attempt, operator };
  return seal({ ...binding, outputRoot, metadataDigest: submission.metadataDigest, probe });
}

export async function attestationOf(
  stage: Stage,
  lot: SubmittedLot,
  operator: Address,
  opinion?: Opinion,
): Promise<Attestation> {
  const { job, lotId, claim, submission } = lot;
  return { terms: job.terms, lotId, claim, submission, seal: await sealOf(stage, lot, operator, opinion) };
}

export async function sendAttest(
  stage: Stage,
  { account }: Attester,
  attestations: readonly Attestation[],
  at: number,
): Promise<Hash> {
  await stage.nextAt(at);
  return stage.escrow.write.attest([attestations], { account });
}

/** Attests one lot, `age` seconds after its submit. */
export async function attestLot(
  stage: Stage,
  lot: SubmittedLot,
  attester: Attester,
  age: number,
  opinion?: Opinion,
): Promise<Hash> {
  await seedFor(stage, lot);
  const attestation = await attestationOf(stage, lot, attester.account.address, opinion);
  return sendAttest(stage, attester, [attestation], lot.submittedAt + age);
}

/** What became of each lot of a batch: "Attested", or why it was passed over. */
export async function fatesOf(stage: Stage, hash: Promise<Hash>): Promise<[bigint, string][]> {
  const events = await eventsOf(stage, await hash);
  return events.flatMap(([name, args]) => {
    const { lotId, reason } = args as { lotId: bigint; reason?: number };
    if (name === "AttestationSkipped") return [[lotId, skipReasons[reason ?? 0] ?? "unknown"]];
    return name === "Attested" ? [[lotId, name]] : [];
  });
}
