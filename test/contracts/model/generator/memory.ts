import type { Hex } from "viem";
import { probeOf } from "../digests.ts";
import { cutOf } from "../money.ts";
import { type Claim, JobState, LotState, type Submission, type Terms, type Work } from "../records.ts";
import type { Emitted, World } from "../world.ts";

export type JobNote = { jobId: bigint; terms: Terms; work: Work; tileLots: number; lotCount: number };

/** What callers bring along for a lot, of now and of before. */
export type LotNote = { claims: Claim[]; submissions: Submission[] };

/** What nodes and artists know from events, and what workers keep to themselves. */
export class Memory {
  readonly jobs = new Map<bigint, JobNote>();
  private readonly lots = new Map<bigint, LotNote>();
  private readonly probes = new Map<Hex, readonly Hex[]>();
  private readonly hopeless = new Set<string>();
  private live: JobNote[] = [];

  learn(world: World, emitted: readonly Emitted[]): void {
    for (const { event, args } of emitted) {
      if (event === "Posted") this.learnJob(args as { jobId: bigint; terms: Terms; work: Work });
      if (event === "Claimed") this.lot(args.lotId as bigint).claims.unshift(args as Claim);
      if (event === "Assembled")
        this.lot(args.lotId as bigint).claims.unshift({
          operator: `0x${"00".repeat(20)}`,
          price: 0n,
          openSeconds: args.openSeconds as number,
        });
      if (event === "Submitted")
        this.lot(args.lotId as bigint).submissions.unshift(args.submission as Submission);
    }
    if (emitted.some(({ event }) => ["Minted", "Refunded", "Finalised"].includes(event)))
      this.live = this.live.filter((note) => !isDone(world, note));
  }

  private learnJob({ jobId, terms, work }: { jobId: bigint; terms: Terms; work: Work }): void {
    const note = { jobId, terms, work, ...cutOf(terms) };
    this.jobs.set(jobId, note);
    this.live.push(note);
  }

  /** After a refusal that will be the same until the lot expires. */
  giveUp(lotId: bigint, attempt: number): void {
    this.hopeless.add(`${lotId} ${attempt}`);
  }

  isHopeless(lotId: bigint, attempt: number): boolean {
    return this.hopeless.has(`${lotId} ${attempt}`);
  }

  /** Jobs with a lot that can still change. */
  unfinished(): readonly JobNote[] {
    return this.live;
  }

  lot(lotId: bigint): LotNote {
    const known = this.lots.get(lotId) ?? { claims: [], submissions: [] };
    this.lots.set(lotId, known);
    return known;
  }

  keepProbes(seal: Hex, tileProbes: readonly Hex[]): void {
    this.probes.set(seal, tileProbes);
  }

  probesOf(seal: Hex): readonly Hex[] {
    return this.probes.get(seal) ?? [];
  }

  probeOf(seal: Hex): Hex {
    return probeOf(this.probesOf(seal));
  }
}

export function isDone(world: World, { jobId, lotCount }: JobNote): boolean {
  const { state } = world.jobs.get(jobId);
  if (state === JobState.Minted) return true;
  if (state === JobState.Live) return false;
  for (let index = 0; index < lotCount; index++) {
    const lot = world.lots.get((jobId << 16n) | BigInt(index));
    if (lot.state !== LotState.Final && lot.state !== LotState.Refunded) return false;
  }
  return true;
}
