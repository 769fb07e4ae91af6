import { escrowAbi } from "./chain.ts";
import { milestones, milestonesOf, skipNames } from "./milestones.ts";
import { type Outcome, rules } from "./model.ts";
import type { CallOperation } from "./operation.ts";
import type { Terms } from "./records.ts";
import type { World } from "./world.ts";

/** Errors that no call of a campaign can meet. */
const beyondCalls: readonly string[] = [
  // Deploying
  "ClassesOutOfRange",
  "ClassIncomplete",
  "ClassOutOfOrder",
  "TailWithoutReferee",
  "ClaimPaceIsZero",
  "ProtocolFeeTooHigh",
  "NotTheMinter",
  // Handing the ownership over
  "OwnableInvalidOwner",
  "OwnershipCannotBeRenounced",
  "AnnexMismatch",
  // Names too long for EIP-712
  "InvalidShortString",
  "StringTooLong",
  // Calls that a contract makes and that cannot fail
  "AddressEmptyCode",
  "FailedCall",
  // Registering services, and tokens in their owners' hands
  "ServiceIncomplete",
  "NotVerified",
  // Asking who computed a lot
  "NoTilesComputed",
  "NoOperatorShare",
];

const isOfToken = (name: string): boolean => name.startsWith("ERC721");

const errorNames = escrowAbi
  .flatMap((part) => (part.type === "error" ? [part.name] : []))
  .concat("UnknownService")
  .filter((name) => !beyondCalls.includes(name) && !isOfToken(name));

/** Counts what campaigns have reached, and knows what they must reach. */
export class Coverage {
  readonly counts = new Map<string, number>();

  private count(what: string, times = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }

  add(other: Coverage): void {
    for (const [what, times] of other.counts) this.count(what, times);
  }

  /** Every function's success, every error, every reason to skip and every milestone that was not seen. */
  missing(): string[] {
    return [
      ...Object.keys(rules).map((rule) => `success ${rule}`),
      ...errorNames.map((name) => `revert ${name}`),
      ...skipNames.map((name) => `skip ${name}`),
      ...milestones.map((name) => `milestone ${name}`),
    ].filter((what) => !this.counts.has(what));
  }

  /** Notes a call and what the world looks like after it. */
  note(operation: CallOperation, outcome: Outcome, world: World, termsOf: (jobId: bigint) => Terms): void {
    if (!outcome.ok) {
      this.count(`revert ${outcome.reason}`);
      this.count(`${operation.rule} refused with ${outcome.reason}`);
      return;
    }
    this.count(`success ${operation.rule}`);
    const { emitted } = outcome;
    for (const each of emitted) {
      const { event, args } = each;
      if (event === "AttestationSkipped") this.count(`skip ${skipNames[(args.reason as number) - 1]}`);
      const jobId =
        (args.lotId as bigint | undefined) === undefined ? args.jobId : (args.lotId as bigint) >> 16n;
      if (typeof jobId !== "bigint") continue;
      const after = { world, operation, emitted, terms: termsOf(jobId) };
      for (const milestone of milestonesOf(each, after)) this.count(`milestone ${milestone}`);
    }
  }
}
