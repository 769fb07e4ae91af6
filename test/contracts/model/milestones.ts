import { zeroAddress, zeroHash } from "viem";
import { cutOf } from "./money.ts";
import type { CallOperation } from "./operation.ts";
import { type Claim, type Expiry, JobState, Skip, type Terms } from "./records.ts";
import { windowsOf } from "./windows.ts";
import type { Emitted, World } from "./world.ts";

/** Endings and rare ways there, which a campaign must have seen. */
export const milestones = [
  "minted with one lot",
  "minted with several lots",
  "minted with 64 lots",
  "minted by the artist's assembly",
  "minted after a failed attempt",
  "refunded while Open",
  "refunded after a claim",
  "refunded after a submit",
  "final in a closed job",
  "final without the seals that were wanted",
  "final with dissent",
  "final by a fast vote",
  "final with more seats than are paid",
  "expired after the artist's assembly",
  "expired with objectors paid",
  "expired with nobody to pay",
  "a cold panel",
  "burned wei",
] as const;

export type Milestone = (typeof milestones)[number];

type After = { world: World; operation: CallOperation; emitted: readonly Emitted[]; terms: Terms };

export const skipNames = Object.keys(Skip);

/** What an event of a successful call says was reached. */
export function milestonesOf({ event, args }: Emitted, after: After): Milestone[] {
  switch (event) {
    case "Attested":
      return after.world.panels.get(args.lotId as bigint).isCold ? ["a cold panel"] : [];
    case "Minted":
      return ofMinted(args.jobId as bigint, after);
    case "Finalised":
      return ofFinal(args.lotId as bigint, after);
    case "Refunded":
      return [ofRefunded(args.lotId as bigint, after)];
    case "Expired":
      return args.operator === zeroAddress ? ["expired after the artist's assembly"] : [];
    case "ObjectorsPaid": {
      const isPaid = (args.pays as bigint[]).some((pay) => pay > 0n);
      const isBurned = (args.burned as bigint) > 0n;
      return [
        isPaid ? "expired with objectors paid" : "expired with nobody to pay",
        ...(isBurned ? (["burned wei"] as const) : []),
      ];
    }
    default:
      return [];
  }
}

function ofMinted(jobId: bigint, { world, terms, operation }: After): Milestone[] {
  const { tileLots, lotCount } = cutOf(terms);
  const { attempt } = world.lots.get((jobId << 16n) | BigInt(lotCount - 1));
  const { operator } = operation.args[2] as Claim;
  return [
    lotCount === 1 ? "minted with one lot" : "minted with several lots",
    ...(tileLots === 64 ? (["minted with 64 lots"] as const) : []),
    ...(attempt > 0 ? (["minted after a failed attempt"] as const) : []),
    ...(operator === zeroAddress ? (["minted by the artist's assembly"] as const) : []),
  ];
}

function ofRefunded(lotId: bigint, { emitted, operation }: After): Milestone {
  if (!emitted.some(({ event, args }) => event === "Expired" && args.lotId === lotId))
    return "refunded while Open";
  const expiry = (operation.args[1] as Expiry[]).find((entry) => entry.lotId === lotId);
  return expiry?.submission.seal === zeroHash ? "refunded after a claim" : "refunded after a submit";
}

function ofFinal(lotId: bigint, { world, terms, operation, emitted }: After): Milestone[] {
  const reached: Milestone[] = [];
  const { order } = terms;
  if (world.jobs.get(lotId >> 16n).state === JobState.Closed) reached.push("final in a closed job");
  const submittedAt = world.lots.get(lotId).time;
  if (operation.at < submittedAt + windowsOf(world.settings, order).windowSeconds)
    reached.push("final by a fast vote");
  const paid = emitted.find(({ event }) => event === "AttestersPaid")?.args;
  const seats = (paid?.pays as bigint[] | undefined)?.length ?? 0;
  if (!paid && order.attesters > 0) reached.push("final without the seals that were wanted");
  if (paid && paid.agreed !== 2 ** seats - 1) reached.push("final with dissent");
  if (seats > order.attesters) reached.push("final with more seats than are paid");
  return reached;
}
