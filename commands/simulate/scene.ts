import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { sampleProbeOf } from "@graphiti/protocol/digests.ts";
import { sampleTiles, seedOf } from "@graphiti/protocol/draw.ts";
import { lotSpanSeconds } from "@graphiti/protocol/escrow-rules.ts";
import { type Decision, decide } from "@graphiti/protocol/panel.ts";
import { seal, tagOf } from "@graphiti/protocol/seal.ts";
import {
  type Claim,
  lotIndexOf,
  makesFile,
  noClaim,
  noSubmission,
  type Submission,
  shapeOf,
  tileLotCount,
} from "@graphiti/protocol/terms.ts";
import {
  type Address,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
  type Hex,
  zeroAddress,
} from "viem";
import type { Book, Job, Lot } from "./book.ts";
import type { Block } from "./chain.ts";
import { rules } from "./stage.ts";
import { type Result, resultOf } from "./truth.ts";
import { chainId } from "./wallet.ts";

/** A lot that was submitted. */
export type SubmittedLot = Lot & { claim: Claim; submission: Submission };
export const isSubmitted = (lot: Lot): lot is SubmittedLot => lot.state === "submitted";

type EscrowCall = EncodeFunctionDataParameters<typeof jobEscrowAbi>;

/** What everybody sees: the book, the last block, and what follows from both. */
export class Scene {
  readonly book: Book;
  readonly escrow: Address;
  readonly #hashes = new Map<bigint, Hex>();
  readonly #results = new Map<string, Result>();
  block: Block = { number: 0n, hash: "0x", timestamp: 0 };

  constructor(book: Book, escrow: Address) {
    this.book = book;
    this.escrow = escrow;
  }

  get now(): number {
    return this.block.timestamp;
  }

  see(block: Block): void {
    this.block = block;
    this.#hashes.set(block.number, block.hash);
  }

  call(functionName: string, args: readonly unknown[]): Hex {
    return encodeFunctionData({ abi: jobEscrowAbi, functionName, args } as EscrowCall);
  }

  isAssemblyOf(job: Job, lot: Lot): boolean {
    return job.lots.length > 1 && lotIndexOf(lot.lotId) === job.lots.length - 1;
  }

  /** Whether somebody could claim the lot, as far as its job is concerned. */
  isClaimable(job: Job, lot: Lot, slackSeconds: number): boolean {
    const { order } = job.terms;
    const shape = shapeOf(job.terms);
    if (job.state !== "live" || lot.state !== "open") return false;
    if (this.isAssemblyOf(job, lot) && job.finalLots !== tileLotCount(shape)) return false;
    const spans = makesFile(shape, lotIndexOf(lot.lotId)) ? 1 : 2;
    return this.now + slackSeconds + spans * lotSpanSeconds(rules, order) <= order.deadline;
  }

  result(job: Job, lot: Lot, liar = ""): Result {
    const roots = job.lots.map(({ submission }) => submission?.outputRoot ?? "0x");
    const name = `${lot.lotId} ${liar} ${this.isAssemblyOf(job, lot) ? roots.join() : ""}`;
    const found = this.#results.get(name) ?? resultOf(job.terms, lot.lotId, roots, liar);
    this.#results.set(name, found);
    return found;
  }

  /** The seed of a submitted lot's draw; undefined while its block is to come. */
  seedFor(lot: SubmittedLot): number | undefined {
    if (lot.seed !== 0) return lot.seed;
    const target = lot.target === 0n ? lot.submission.l2Block + 1n : lot.target;
    const hash = this.#hashes.get(target);
    return hash && seedOf(hash);
  }

  seal(
    lot: Lot,
    operator: Address,
    { outputRoot, metadataDigest }: Pick<Result, "outputRoot" | "metadataDigest">,
    probe: Hex,
  ): Hex {
    const { lotId, attempt } = lot;
    return seal({
      chainId,
      escrow: this.escrow,
      lotId,
      attempt,
      operator,
      outputRoot,
      metadataDigest,
      probe,
    });
  }

  sampleSeal(job: Job, lot: SubmittedLot, operator: Address, seed: number, result: Result): Hex {
    const drawing = { seed, lotId: lot.lotId, attempt: lot.attempt };
    const sample = sampleTiles(drawing, result.tileProbes.length, job.terms.order.sampleTiles);
    return this.seal(lot, operator, result, sampleProbeOf(result.tileProbes, sample));
  }

  /** What `finalise` would make of the seals, for who knows the probes behind the submission. */
  decision(job: Job, lot: SubmittedLot, result: Result): Decision {
    const isAttested = lot.claim.operator !== zeroAddress;
    const matching = lot.seats.filter(
      ({ operator, tag }) => tag === tagOf(this.sampleSeal(job, lot, operator, lot.seed, result)),
    ).length;
    const attesters = isAttested ? job.terms.order.attesters : 0;
    const panel = { attesters, seals: lot.seats.length, matching, isCold: lot.isCold };
    return decide(rules, job.terms.order, panel, lot.submittedAt);
  }

  /** From when on a lot in flight can be expired. */
  expiresAt(job: Job, lot: Lot): number {
    if (lot.state === "claimed") return lot.due;
    if (!isSubmitted(lot)) return Number.POSITIVE_INFINITY;
    const attesters = lot.claim.operator === zeroAddress ? 0 : job.terms.order.attesters;
    const panel = { attesters, seals: lot.seats.length, matching: 0, isCold: lot.isCold };
    return decide(rules, job.terms.order, panel, lot.submittedAt).closesAt;
  }

  /** The expiry of a lot, with zero structs where its state has none. */
  expiry(lot: Lot) {
    const claim = lot.claim ?? noClaim;
    return { lotId: lot.lotId, claim, submission: lot.submission ?? noSubmission };
  }
}
