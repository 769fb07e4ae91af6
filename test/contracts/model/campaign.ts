import type { Address } from "viem";
import { burner, cast, refuser } from "./cast.ts";
import { Chain, encodeRevert, explainRevert, startBalance } from "./chain.ts";
import { Coverage } from "./coverage.ts";
import { claimPace, classes, protocolFeeBps, services } from "./deployment.ts";
import { Generator } from "./generator/generator.ts";
import { Memory } from "./generator/memory.ts";
import type { Scene } from "./generator/scene.ts";
import { ConsentBook } from "./generator/staking.ts";
import { type Outcome, predict } from "./model.ts";
import { isSame, type Mismatch, Observer, plain } from "./observe.ts";
import type { CallOperation, Operation } from "./operation.ts";
import { targetOf } from "./panel.ts";
import { Random } from "./random.ts";
import { type Attestation, LotState, type Terms } from "./records.ts";
import { brokenInvariants } from "./solvency.ts";
import { wearOut } from "./wear.ts";
import { type Settings, World } from "./world.ts";

/** Model and contracts side by side: every step is done in both and compared. */

/** How often all is compared that can still change, and how often really everything. */
const stepsBetweenLooks = 250;
const stepsBetweenFullLooks = 5_000;

export type Failure = { step: number; operation: Operation; mismatches: Mismatch[] };
export type Twist = Partial<Settings>;

/** One chain with the contracts, and the model of it. */
export class Duel {
  readonly chain: Chain;
  readonly world: World;
  readonly memory = new Memory();
  readonly book = new ConsentBook();
  readonly coverage = new Coverage();
  readonly observer: Observer;

  private constructor(chain: Chain, settings: Settings) {
    this.chain = chain;
    this.world = new World(settings, startBalance);
    this.observer = new Observer(chain, this.world);
  }

  /** @param twist Changes the model's settings, for a test that wants to see a difference found. */
  static async begin(twist: Twist = {}): Promise<Duel> {
    const { owner, treasury } = cast;
    const chain = await Chain.deploy({ protocolFeeBps, classes, claimPace, services, owner, treasury });
    const { escrow, art, chainId } = chain;
    return new Duel(chain, {
      ...{ chainId, escrow, art, treasury, owner, protocolFeeBps, classes, claimPace },
      tileCores: new Map(services.map(({ tileCore }, place) => [place + 1, tileCore])),
      refusers: new Set<Address>([refuser, burner, escrow, art]),
      ...twist,
    });
  }

  termsOf = (jobId: bigint): Terms => {
    const note = this.memory.jobs.get(jobId);
    if (!note) throw new Error(`there is no job ${jobId}`);
    return note.terms;
  };

  scene(random: Random): Scene {
    const { world, memory, chain } = this;
    return {
      ...{ random, world, memory, mayJump: false },
      now: () => chain.now,
      block: () => chain.block,
      hashOf: async (block) => {
        await chain.learn(block);
        return chain.hashOf(block);
      },
    };
  }

  /** Does one step in both and says where they differ. */
  async step(operation: Operation): Promise<Mismatch[]> {
    const { chain, world } = this;
    switch (operation.kind) {
      case "call":
        return this.stepCall(operation);
      case "mine":
        await chain.mine(operation.blocks);
        return [];
      case "force": {
        const { escrow } = world.settings;
        world.balances.set(escrow, world.balances.get(escrow) + operation.wei);
        world.totals.set("forced", world.total("forced") + operation.wei);
        world.journal.keep();
        await chain.setBalance(escrow, world.balances.get(escrow));
        return [];
      }
      case "wear": {
        const lot = world.lots.get(operation.lotId);
        if (lot.state !== LotState.Open) return [];
        await wearOut(chain, operation.lotId);
        world.lots.set(operation.lotId, { ...lot, attempt: 0xffff });
        return this.observer.compare(world.journal.keep());
      }
    }
  }

  private async stepCall(operation: CallOperation): Promise<Mismatch[]> {
    const { rule, from, args, value, at } = operation;
    const { chain, world, book, memory, coverage } = this;
    if (rule === "attest") await this.learnSeeds(args[0] as Attestation[]);
    const block = chain.block + 1n;
    const hashOf = (wanted: bigint) => chain.hashOf(wanted);
    const consentOf = (signature: string) => book.of(signature);
    const predicted = predict(world, { now: at, block, from, value, hashOf, consentOf }, rule, args);
    const sent = await chain.call(from, rule, args, value, at);
    if (predicted.ok) memory.learn(world, predicted.emitted);
    else if (rule === "finalise" && ["SealMismatch", "VoteLost"].includes(predicted.reason))
      memory.giveUp(args[1] as bigint, world.lots.get(args[1] as bigint).attempt);
    coverage.note(operation, predicted, world, this.termsOf);
    return [...compareOutcome(predicted, sent), ...(await this.observer.compare(touchedBy(predicted)))];
  }

  private async learnSeeds(attestations: readonly Attestation[]): Promise<void> {
    for (const { lotId, submission } of attestations) {
      const target = targetOf(this.world.panels.get(lotId), submission.l2Block);
      if (target >= 0n && target + 300n > this.chain.block) await this.chain.learn(target);
    }
  }

  /** Looks at what no call may have touched: all that lives, or everything there is. */
  async look(isFull: boolean): Promise<Mismatch[]> {
    const broken = brokenInvariants(this.world, this.termsOf);
    const invariants = broken.map((what) => ({ what, predicted: "an invariant", actual: "broken" }));
    const unfinished = new Set(this.memory.unfinished().map(({ jobId }) => jobId));
    const isAlive = (table: string, key: string) => {
      if (table === "lots" || table === "panels") return unfinished.has(BigInt(key) >> 16n);
      if (table === "jobs" || table === "tokens") return unfinished.has(BigInt(key));
      return true;
    };
    return [...invariants, ...(await this.observer.compareAll(isFull ? () => true : isAlive))];
  }
}

const touchedBy = (outcome: Outcome) => (outcome.ok ? outcome.touched : []);

function compareOutcome(predicted: Outcome, sent: Awaited<ReturnType<Chain["call"]>>): Mismatch[] {
  const wanted = predicted.ok ? undefined : encodeRevert(predicted.reason, predicted.args);
  if (wanted !== sent.reverted)
    return [
      {
        what: "outcome",
        predicted: plain(wanted === undefined ? "success" : predicted),
        actual: explainRevert(sent.reverted),
      },
    ];
  const events = sent.logs.map(({ event, args }) => plain({ event, args }));
  const expected = predicted.ok ? predicted.emitted.map((emitted) => plain(emitted)) : [];
  const sorted = (list: unknown[]) => list.map((entry) => JSON.stringify(entry)).sort();
  if (isSame(sorted(events), sorted(expected))) return [];
  return [{ what: "events", predicted: expected, actual: events }];
}

export type CampaignResult = {
  seed: number;
  steps: number;
  coverage: Coverage;
  operations: Operation[];
  consents: ReturnType<ConsentBook["entries"]>;
  failure: Failure | undefined;
};

/** `steps` random steps on a chain of their own, until the first that differs. */
export async function runCampaign(seed: number, steps: number, twist: Twist = {}): Promise<CampaignResult> {
  const duel = await Duel.begin(twist);
  const generator = new Generator(duel.scene(new Random(seed)), duel.book);
  const operations: Operation[] = [];
  let failure: Failure | undefined;
  for (let step = 1; step <= steps && !failure; step++) {
    const operation = await generator.next();
    operations.push(operation);
    const mismatches = await duel.step(operation);
    const isFull = step % stepsBetweenFullLooks === 0 || step === steps;
    if (mismatches.length === 0 && (isFull || step % stepsBetweenLooks === 0))
      mismatches.push(...(await duel.look(isFull)));
    if (mismatches.length > 0) failure = { step, operation, mismatches };
  }
  const { coverage, book } = duel;
  return { seed, steps: operations.length, coverage, operations, consents: book.entries(), failure };
}
