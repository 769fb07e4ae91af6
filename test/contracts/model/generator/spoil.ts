import type { CallOperation } from "../operation.ts";
import type { Attestation, Claim, Expiry, Submission, Terms } from "../records.ts";
import { anybody, noClaim, noSubmission, type Scene } from "./scene.ts";

/** Turns a plausible call into one with a single thing wrong. */
export function spoiled(scene: Scene, operation: CallOperation): CallOperation {
  const { random } = scene;
  if (random.chance(35)) return { ...operation, from: anybody(scene) };
  return {
    ...operation,
    args: operation.args.map((arg) => (random.chance(60) ? spoiledPart(scene, arg) : arg)),
  };
}

function spoiledPart(scene: Scene, part: unknown): unknown {
  const { random } = scene;
  if (Array.isArray(part)) {
    if (part.length === 0 || random.chance(5)) return [];
    const place = random.between(0, part.length - 1);
    return part.map((entry, i) => (i === place ? spoiledPart(scene, entry) : entry));
  }
  if (typeof part === "bigint") return otherId(scene, part);
  if (typeof part !== "object" || part === null) return part;
  if ("postedAt" in part) return otherTerms(scene, part as Terms);
  if ("seal" in part && "terms" in part) return otherAttestation(scene, part as Attestation);
  if ("lotId" in part && "claim" in part) return otherExpiry(scene, part as Expiry);
  if ("openSeconds" in part) return otherClaim(scene, part as Claim);
  if ("l2Block" in part) return otherSubmission(scene, part as Submission);
  return part;
}

/** A neighbour of a lot or job. */
function otherId({ random }: Scene, id: bigint): bigint {
  return random.pick([id + 1n, id > 0n ? id - 1n : id, id + 65_535n, id ^ 0xffffn, id + 65_536n, id + 64n]);
}

function otherTerms({ random, memory }: Scene, terms: Terms): Terms {
  const others = [...memory.jobs.values()];
  return random.weighted<Terms>([
    [3, { ...terms, postedAt: terms.postedAt + 1 }],
    [3, { ...terms, order: { ...terms.order, maxPrice: terms.order.maxPrice + 1n } }],
    [others.length > 0 ? 4 : 0, others.length > 0 ? random.pick(others).terms : terms],
  ]);
}

function otherClaim({ random }: Scene, claim: Claim): Claim {
  return random.pick([
    { ...claim, price: claim.price + 1n },
    { ...claim, openSeconds: claim.openSeconds + 1 },
    { ...claim, operator: noClaim.operator },
    noClaim,
  ]);
}

function otherSubmission({ random }: Scene, submission: Submission): Submission {
  return random.pick([
    { ...submission, l2Block: submission.l2Block + 1n },
    { ...submission, outputRoot: random.hex(32) },
    { ...submission, seal: random.hex(32) },
    noSubmission,
  ]);
}

function otherAttestation(scene: Scene, entry: Attestation): Attestation {
  const { random, memory } = scene;
  const stale = memory.lot(entry.lotId);
  return random.pick<Attestation>([
    { ...entry, terms: otherTerms(scene, entry.terms) },
    { ...entry, lotId: otherId(scene, entry.lotId) },
    { ...entry, claim: random.pick([otherClaim(scene, entry.claim), ...stale.claims.slice(0, 3)]) },
    {
      ...entry,
      submission: random.pick([otherSubmission(scene, entry.submission), ...stale.submissions.slice(0, 3)]),
    },
  ]);
}

function otherExpiry(scene: Scene, entry: Expiry): Expiry {
  const { random, memory } = scene;
  const stale = memory.lot(entry.lotId);
  return random.pick<Expiry>([
    { ...entry, lotId: otherId(scene, entry.lotId) },
    { ...entry, claim: random.pick([otherClaim(scene, entry.claim), ...stale.claims.slice(0, 3)]) },
    { ...entry, submission: otherSubmission(scene, entry.submission) },
  ]);
}
