import { type Claim, noClaim, noSubmission, type Submission } from "@graphiti/protocol/terms.ts";
import { type Address, isAddressEqual } from "viem";
import type { JobView, LotView } from "../../_data/views.ts";
import { lotOf } from "./job-phase.ts";

/** Seconds that a submitted lot waits, and that it may be finalised after that. */
export type Windows = { windowSeconds: number; graceSeconds: number };

/** A way out of a job: open to the one who looks at it now, or from a moment on. */
export type Exit = { kind: "close" | "expire"; isOpen: boolean; opensAt?: number; why: string };

/** When anybody may end what the lot is in; undefined where its state has no end of its own. */
export function expiresAt(lot: LotView, windows: Windows): number | undefined {
  if (lot.state === "claimed") return lot.due;
  if (lot.state === "submitted" && lot.submittedAt !== undefined)
    return lot.submittedAt + windows.windowSeconds + windows.graceSeconds;
  return undefined;
}

function closeExit(job: JobView, lot: LotView, nowSeconds: number, reader?: Address): Exit | undefined {
  if (job.state !== "live" || lot.state === "final") return undefined;
  const isArtist = reader !== undefined && isAddressEqual(reader, job.artist);
  return {
    kind: "close",
    isOpen: isArtist || nowSeconds >= job.deadline,
    opensAt: isArtist ? undefined : job.deadline,
    why:
      lot.state === "open"
        ? "Nobody can claim the work any more."
        : "A node is at work. If it finishes in time it is paid all the same, and nothing is minted.",
  };
}

function expireExit(job: JobView, lot: LotView, nowSeconds: number, windows: Windows): Exit | undefined {
  if (lot.state === "open")
    return job.state === "closed"
      ? { kind: "expire", isOpen: true, why: "All that was paid in becomes the artist’s credit." }
      : undefined;
  const opensAt = expiresAt(lot, windows);
  if (opensAt === undefined) return undefined;
  return {
    kind: "expire",
    isOpen: nowSeconds >= opensAt,
    opensAt,
    why:
      job.state === "closed"
        ? "The node is late: all that was paid in, and its late fee, become the artist’s credit."
        : "The node is late: its late fee becomes the artist’s credit, and the work is open again.",
  };
}

/** Everything that ends a job or a part of it, for the one who looks, in the order in which it is done. */
export function exitsOf(job: JobView, nowSeconds: number, windows: Windows, reader?: Address): Exit[] {
  const lot = lotOf(job);
  if (!lot || job.state === "minted") return [];
  return [closeExit(job, lot, nowSeconds, reader), expireExit(job, lot, nowSeconds, windows)].filter(
    (exit) => exit !== undefined,
  );
}

/** The claim and submission that the chain holds for the lot, as a call must bring them along. */
export function commitmentOf(lot: LotView): { claim: Claim; submission: Submission } {
  const isClaimed = lot.state === "claimed" || lot.state === "submitted";
  const claim =
    isClaimed && lot.operator && lot.priceWei !== undefined && lot.openSeconds !== undefined
      ? { operator: lot.operator, price: BigInt(lot.priceWei), openSeconds: lot.openSeconds }
      : noClaim;
  const submission =
    lot.state === "submitted" && lot.outputRoot && lot.metadataDigest && lot.seal
      ? { outputRoot: lot.outputRoot, metadataDigest: lot.metadataDigest, seal: lot.seal }
      : noSubmission;
  return { claim, submission };
}
