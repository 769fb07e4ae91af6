import { classOf, type EscrowRules } from "@graphiti/protocol/escrow-rules.ts";
import { runningWindowSeconds } from "@graphiti/protocol/panel.ts";
import { type Claim, type Expiry, noClaim, noSubmission, type Submission } from "@graphiti/protocol/terms.ts";
import { type Address, isAddressEqual, zeroAddress } from "viem";
import type { JobView, LotView } from "../../_data/views.ts";

/** How long submitted lots wait. */
export type Windows = Pick<EscrowRules, "classes">;

/** A way out of a job: open to the one who looks at it now, or from a moment on. `lots` are what it ends. */
export type Exit = {
  kind: "close" | "expire" | "assemble";
  isOpen: boolean;
  opensAt?: number;
  why: string;
  lots: LotView[];
};

const classOfJob = (job: JobView) => Number(job.terms.order.finalityClass);

/** Seals that were asked for; none where the artist joined the tiles itself. */
export const wantedSeals = (job: JobView, lot: LotView): number =>
  lot.operator === undefined && lot.state !== "open" ? 0 : Number(job.terms.order.attesters);

/** Until when those who were drawn may seal, and from when on a result passes that nobody disputes. */
export function windowEndsAt(job: JobView, lot: LotView, rules: Windows): number | undefined {
  if (lot.state !== "submitted" || lot.submittedAt === undefined) return undefined;
  const panel = { attesters: wantedSeals(job, lot), seals: lot.seals.length, isCold: lot.isCold };
  return lot.submittedAt + runningWindowSeconds(rules, classOfJob(job), panel);
}

/** When anybody may end what the lot is in; undefined where its state has no end of its own. */
export function expiresAt(job: JobView, lot: LotView, rules: Windows): number | undefined {
  if (lot.state === "claimed") return lot.due;
  const windowEnds = windowEndsAt(job, lot, rules);
  return windowEnds && windowEnds + classOf(rules, classOfJob(job)).graceSeconds;
}

/** Whether all tiles are computed and only the joining is left. */
export function waitsForJoining(job: JobView): boolean {
  const tileLots = job.lots.filter(({ kind }) => kind === "tiles");
  return tileLots.length > 1 && tileLots.every(({ state }) => state === "final");
}

function closeExit(job: JobView, nowSeconds: number, isArtist: boolean): Exit | undefined {
  if (job.state !== "live" || (waitsForJoining(job) && !isArtist)) return undefined;
  const isAtWork = job.lots.some(({ state }) => state === "claimed" || state === "submitted");
  return {
    kind: "close",
    isOpen: isArtist || nowSeconds >= job.deadline,
    opensAt: isArtist ? undefined : job.deadline,
    lots: [],
    why: waitsForJoining(job)
      ? "All tiles are paid. Closing gives back only what the joining would have cost, and nothing is minted."
      : isAtWork
        ? "Nodes are at work. Those that finish in time are paid all the same, and nothing is minted."
        : "Nobody can claim the work any more.",
  };
}

function expireExit(job: JobView, nowSeconds: number, rules: Windows): Exit | undefined {
  const isClosed = job.state === "closed";
  const ends = job.lots.flatMap((lot) => {
    const at = lot.state === "open" && isClosed ? 0 : expiresAt(job, lot, rules);
    return at === undefined ? [] : [{ lot, at }];
  });
  if (ends.length === 0) return undefined;
  const due = ends.filter(({ at }) => at <= nowSeconds);
  const opensAt = Math.min(...ends.map(({ at }) => at));
  return {
    kind: "expire",
    isOpen: due.length > 0,
    opensAt,
    lots: due.map(({ lot }) => lot),
    why: isClosed
      ? "What was paid in for lots that nobody finished, and the fees of nodes that were late, become the artist’s credit."
      : "A lot whose time is over is open for others again. Lateness costs its node a fee, which becomes the artist’s credit; after a vote that did not carry the fee pays those who objected, and the rest is burned.",
  };
}

function assembleExit(job: JobView, rules: Windows, nowSeconds: number, isArtist: boolean) {
  const lot = job.lots.find(({ kind }) => kind === "assembly");
  if (!isArtist || job.state !== "live" || lot?.state !== "open" || lot.openedAt === undefined)
    return undefined;
  const opensAt = lot.openedAt + classOf(rules, classOfJob(job)).windowSeconds;
  const why =
    "All tiles are computed and paid. A node is paid to join them; if none comes, you may do it yourself, also after the deadline.";
  return { kind: "assemble", isOpen: nowSeconds >= opensAt, opensAt, lots: [lot], why } satisfies Exit;
}

/** Everything that ends a job or a part of it, for the one who looks, in the order in which it is done. */
export function exitsOf(job: JobView, nowSeconds: number, rules: Windows, reader?: Address): Exit[] {
  if (job.state === "minted") return [];
  const isArtist = reader !== undefined && isAddressEqual(reader, job.terms.artist);
  return [
    assembleExit(job, rules, nowSeconds, isArtist),
    closeExit(job, nowSeconds, isArtist),
    expireExit(job, nowSeconds, rules),
  ].filter((exit) => exit !== undefined);
}

/** The claim and submission that the chain holds for the lot, as a call must bring them along. */
export function commitmentOf(lot: LotView): { claim: Claim; submission: Submission } {
  const { state, priceWei, openSeconds, outputRoot, metadataDigest, seal, l2Block } = lot;
  const isClaimed = state === "claimed" || state === "submitted";
  const claim =
    isClaimed && priceWei !== undefined && openSeconds !== undefined
      ? { operator: lot.operator ?? zeroAddress, price: BigInt(priceWei), openSeconds }
      : noClaim;
  const submission =
    state === "submitted" && outputRoot && metadataDigest && seal && l2Block !== undefined
      ? { outputRoot, metadataDigest, seal, l2Block: BigInt(l2Block) }
      : noSubmission;
  return { claim, submission };
}

/** One lot of an `expire`. */
export const expiryOf = (lot: LotView): Expiry => ({ lotId: BigInt(lot.lotId), ...commitmentOf(lot) });
