import { secondsUntilDrawn } from "@graphiti/protocol/draw.ts";
import { bond, priceAt, priceOfLot } from "@graphiti/protocol/offer.ts";
import { runningWindowSeconds, seatsOf } from "@graphiti/protocol/panel.ts";
import { objection } from "@graphiti/protocol/seal.ts";
import { lotIndexOf, lotTiles, shapeOf } from "@graphiti/protocol/terms.ts";
import type { Hex } from "viem";
import type { Random } from "../seeded-random.ts";
import type { Job, Lot } from "./book.ts";
import type { Rpc } from "./rpc.ts";
import { isSubmitted, type Scene, type SubmittedLot } from "./scene.ts";
import { type Operator, rules } from "./stage.ts";
import { Wallet } from "./wallet.ts";

/** How an operator behaves. */
export type Manner = {
  secondsPerTile: number;
  /** What looking at another's lot takes: anything in between. */
  checkSeconds: readonly [least: number, most: number];
  /** Most lots in flight. */
  mostLots: number;
  works: boolean;
  attests: boolean;
  /** Hands in lies, and says so of the truth. */
  lies: boolean;
  /** Claims and lets go. */
  letsGo: boolean;
  /** Does what is not its right, and copies seals. */
  snipes: boolean;
  /** Chance per turn to stop, and for how many seconds. */
  crashChance: number;
  crashSeconds: number;
};

/** Only lots that more than this are left of are claimed: a transaction takes a block or two to arrive. */
const slackSeconds = 60;

/** A light node: decides as a real one does, and computes nothing. */
export class NodeAgent {
  readonly operator: Operator;
  readonly keyWallet: Wallet;
  readonly manner: Manner;
  readonly #scene: Scene;
  readonly #rpc: Rpc;
  readonly #random: Random;
  readonly #checks = new Map<string, number>();
  #awayUntil = 0;
  /** Calls that must not succeed, and did. */
  readonly trespasses: string[] = [];

  constructor(operator: Operator, manner: Manner, scene: Scene, rpc: Rpc, random: Random) {
    this.operator = operator;
    this.manner = manner;
    this.#scene = scene;
    this.#rpc = rpc;
    this.#random = random;
    this.keyWallet = new Wallet(operator.key, rpc);
  }

  get #me() {
    return this.operator.wallet.address;
  }

  /** One turn: at most one transaction. */
  async act(): Promise<void> {
    const { now } = this.#scene;
    if (now < this.#awayUntil) return;
    if (this.#random() < this.manner.crashChance) this.#awayUntil = now + this.manner.crashSeconds;
    await this.keyWallet.settle();
    if (this.keyWallet.isBusy) return;
    const duty =
      this.#mischief() ?? this.#ownLot() ?? this.#attesting() ?? this.#overdue() ?? this.#claiming();
    if (duty && (await this.#isReachable()))
      await this.keyWallet.send(this.#scene.escrow, duty.data, duty.note, duty.options);
  }

  /** A node looks at the chain before it acts, and waits where it cannot. */
  async #isReachable(): Promise<boolean> {
    return this.#rpc("eth_blockNumber").then(
      () => true,
      () => false,
    );
  }

  #ownLot() {
    const scene = this.#scene;
    const { lies, letsGo, secondsPerTile } = this.manner;
    for (const { job, lot } of scene.book.lots()) {
      if (lot.claim?.operator !== this.#me || letsGo) continue;
      const result = scene.result(job, lot, lies ? this.operator.name : "");
      if (lot.state === "claimed") {
        const tiles = lotTiles(shapeOf(job.terms), lotIndexOf(lot.lotId));
        if (scene.now < lot.claimedAt + secondsPerTile * tiles || scene.now >= lot.due) continue;
        const { outputRoot, metadataDigest, probe } = result;
        const sealed = scene.seal(lot, this.#me, result, probe);
        return this.#duty("submit", [job.terms, lot.lotId, lot.claim, outputRoot, metadataDigest, sealed]);
      }
      if (!isSubmitted(lot)) continue;
      const decision = scene.decision(job, lot, result);
      if (!decision.carried || scene.now < decision.opensAt || scene.now >= decision.closesAt) continue;
      const { probe, tileProbes } = result;
      return this.#duty("finalise", [job.terms, lot.lotId, lot.claim, lot.submission, probe, tileProbes]);
    }
    return undefined;
  }

  #attesting() {
    if (!this.manner.attests) return undefined;
    const given = [];
    for (const { job, lot } of this.#scene.book.lots()) {
      const sealed = isSubmitted(lot) && this.#sealFor(job, lot);
      if (sealed && isSubmitted(lot)) {
        const { lotId, claim, submission } = lot;
        given.push({ terms: job.terms, lotId, claim, submission, seal: sealed });
      }
    }
    return given.length > 0 ? this.#duty("attest", [given.slice(0, 4)]) : undefined;
  }

  /** This operator's word on a lot, once it may be given. */
  #sealFor(job: Job, lot: SubmittedLot): Hex | undefined {
    const scene = this.#scene;
    const { attesters, finalityClass } = job.terms.order;
    const age = scene.now - lot.submittedAt;
    if (attesters === 0 || lot.claim.operator === this.#me || !this.#hasSeat(lot, attesters))
      return undefined;
    const panel = { attesters, seals: lot.seats.length, isCold: lot.isCold };
    if (age >= runningWindowSeconds(rules, finalityClass, panel)) return undefined;
    if (scene.book.ledger.free(this.#me) < lot.claim.price) return undefined;
    const seed = scene.seedFor(lot);
    if (seed === undefined) return undefined;
    const drawing = { seed, lotId: lot.lotId, attempt: lot.attempt };
    const { stake } = scene.book.ledger.of(this.#me);
    const drawnAt = secondsUntilDrawn(drawing, this.#me, { stake, totalStake: scene.book.ledger.totalStake });
    if (drawnAt === undefined || age < Math.max(drawnAt, this.#checkSeconds(lot))) return undefined;
    return this.#word(job, lot, seed);
  }

  #hasSeat(lot: Lot, attesters: number): boolean {
    return lot.seats.length < seatsOf(attesters) && !lot.seats.some(({ operator }) => operator === this.#me);
  }

  #word(job: Job, lot: SubmittedLot, seed: number): Hex {
    const scene = this.#scene;
    if (this.manner.snipes) return lot.seats[0]?.seal ?? objection;
    const truth = scene.result(job, lot);
    const { outputRoot, metadataDigest } = lot.submission;
    const isTrue = truth.outputRoot === outputRoot && truth.metadataDigest === metadataDigest;
    if (!this.manner.lies) return isTrue ? scene.sampleSeal(job, lot, this.#me, seed, truth) : objection;
    // Liars share their lies with each other.
    const liar = scene.book.lot(lot.lotId).claim?.operator;
    return isTrue || !liar
      ? objection
      : scene.sampleSeal(job, lot, this.#me, seed, scene.result(job, lot, this.accomplice));
  }

  /** Whose lies this operator backs. */
  accomplice = "";

  #checkSeconds(lot: Lot): number {
    const name = `${lot.lotId} ${lot.attempt}`;
    const [least, most] = this.manner.checkSeconds;
    const found = this.#checks.get(name) ?? least + Math.floor(this.#random() * (most - least + 1));
    this.#checks.set(name, found);
    return found;
  }

  #overdue() {
    const scene = this.#scene;
    for (const { job, lot } of scene.book.lots())
      if (lot.state !== "open" && scene.now >= scene.expiresAt(job, lot) && this.#random() < 0.3)
        return this.#duty("expire", [job.terms, [scene.expiry(lot)]]);
    return undefined;
  }

  #claiming() {
    const scene = this.#scene;
    if (!this.manner.works) return undefined;
    const inFlight = [...scene.book.lots()].filter(
      ({ lot }) => lot.claim?.operator === this.#me && lot.state !== "final",
    );
    const isComputing = !this.manner.letsGo && inFlight.some(({ lot }) => lot.state === "claimed");
    if (isComputing || inFlight.length >= this.manner.mostLots) return undefined;
    const open = [...scene.book.lots()].filter(
      ({ job, lot }) =>
        scene.isClaimable(job, lot, slackSeconds) &&
        scene.book.ledger.free(this.#me) >= bond(scene.book.shareOf(job, lot)),
    );
    const chosen = open[Math.floor(this.#random() * open.length)];
    if (!chosen) return undefined;
    const { job, lot } = chosen;
    const price = priceAt(job.terms.order, Math.max(0, scene.now - lot.openedAt));
    const leastWei = priceOfLot(price, shapeOf(job.terms), lotIndexOf(lot.lotId));
    return this.#duty("claim", [job.terms, lot.lotId, leastWei]);
  }

  /** What must be refused: others' work, early ends, foreign openings. */
  #mischief() {
    if (!this.manner.snipes || this.#random() < 0.7) return undefined;
    const scene = this.#scene;
    const victims = [...scene.book.lots()].filter(
      ({ lot }) => lot.claim && lot.claim.operator !== this.#me && lot.state !== "final",
    );
    const victim = victims[Math.floor(this.#random() * victims.length)];
    if (!victim?.lot.claim) return undefined;
    const { job, lot } = victim;
    const result = scene.result(job, lot, "sniper");
    const { outputRoot, metadataDigest, probe, tileProbes } = result;
    if (lot.state === "claimed")
      return this.#trespass("submit", [job.terms, lot.lotId, lot.claim, outputRoot, metadataDigest, probe]);
    if (isSubmitted(lot) && this.#random() < 0.5)
      return this.#trespass("finalise", [job.terms, lot.lotId, lot.claim, lot.submission, probe, tileProbes]);
    // Far enough from its end that the next block cannot reach it.
    if (scene.expiresAt(job, lot) < scene.now + 60) return undefined;
    return this.#trespass("expire", [job.terms, [scene.expiry(lot)]]);
  }

  #duty(name: string, args: readonly unknown[]) {
    return { data: this.#scene.call(name, args), note: name, options: {} };
  }

  #trespass(name: string, args: readonly unknown[]) {
    const done = ({ succeeded }: { succeeded: boolean }) => {
      if (succeeded) this.trespasses.push(name);
    };
    return { ...this.#duty(name, args), options: { done } };
  }
}
