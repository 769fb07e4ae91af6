import { lotSpanSeconds } from "@graphiti/protocol/escrow-rules.ts";
import { shapeOf, tileLotCount } from "@graphiti/protocol/terms.ts";
import { keccak256, type LocalAccount, parseEther, toHex, zeroAddress } from "viem";
import type { Random } from "../seeded-random.ts";
import type { Job } from "./book.ts";
import type { Rpc } from "./rpc.ts";
import { isSubmitted, type Scene } from "./scene.ts";
import { rules, tileCore } from "./stage.ts";
import { Wallet } from "./wallet.ts";

/** What a job is to be like. */
export type Wish = {
  tiles: number;
  tilesPerLot: number;
  attesters: number;
  postAt: number;
  patienceSeconds?: number;
};

const inputCid = "b".repeat(59);
const digest = (text: string) => keccak256(toHex(text));

/** Posts, joins what nobody else joins, and takes back what is left. */
export class ArtistAgent {
  readonly name: string;
  readonly account: LocalAccount;
  readonly wallet: Wallet;
  readonly #scene: Scene;
  readonly #wishes: Wish[];
  readonly #random: Random;
  /** Chance per turn to close a job for no reason. */
  readonly #closeChance: number;

  constructor(
    { name, account }: { name: string; account: LocalAccount },
    wishes: Wish[],
    closeChance: number,
    { scene, rpc, random }: { scene: Scene; rpc: Rpc; random: Random },
  ) {
    this.name = name;
    this.account = account;
    this.wallet = new Wallet(account, rpc);
    this.#scene = scene;
    this.#wishes = [...wishes].sort((a, b) => a.postAt - b.postAt);
    this.#random = random;
    this.#closeChance = closeChance;
  }

  get isThrough(): boolean {
    return this.#wishes.length === 0 && !this.wallet.isBusy;
  }

  async act(): Promise<void> {
    await this.wallet.settle();
    if (this.wallet.isBusy) return;
    const [wish] = this.#wishes;
    if (wish && this.#scene.now >= wish.postAt) {
      await this.#post(wish);
      // Where nothing could even be asked of the RPC, nothing was sent.
      if (this.wallet.isBusy) this.#wishes.shift();
      return;
    }
    for (const job of this.#scene.book.jobs.values())
      if (job.terms.artist === this.account.address) {
        const call = this.#careFor(job);
        if (call)
          return this.wallet.send(this.#scene.escrow, this.#scene.call(call.name, call.args), call.name);
      }
  }

  #post({ tiles, tilesPerLot, attesters, patienceSeconds = 500 }: Wish): Promise<void> {
    const claimSeconds = 200 + 5 * Math.min(tiles, tilesPerLot);
    const span = lotSpanSeconds(rules, { finalityClass: 0, claimSeconds, attesters });
    const order = {
      deadline: this.#scene.now + 2 * span + patienceSeconds,
      tilesPerLot,
      minPrice: parseEther("0.4"),
      maxPrice: parseEther("1"),
      rampSeconds: 120,
      claimSeconds,
      finalityClass: 0,
      attesters,
      sampleTiles: Math.min(2, tilesPerLot),
      recipient: this.account.address,
      royaltyBps: 0,
      royaltyReceiver: zeroAddress,
      operatorShareBps: 0,
    };
    const work = {
      serviceId: 1,
      width: tiles * tileCore,
      height: tileCore,
      hasAlpha: false,
      params: digest("params"),
      inputRoot: digest("root"),
      inputDigest: digest("input"),
      cardDigest: digest("card"),
    };
    const data = this.#scene.call("post", [order, work, inputCid]);
    return this.wallet.send(this.#scene.escrow, data, "post", { value: order.maxPrice });
  }

  #careFor(job: Job): { name: string; args: readonly unknown[] } | undefined {
    const scene = this.#scene;
    const { terms } = job;
    const tileLots = tileLotCount(shapeOf(terms));
    const isJoinable = job.lots.length > 1 && job.finalLots === tileLots;
    if (job.state === "live") {
      if (this.#random() < this.#closeChance) return { name: "close", args: [terms, job.jobId] };
      if (isJoinable) return this.#assemble(job);
      if (scene.now >= terms.order.deadline) return { name: "close", args: [terms, job.jobId] };
    }
    if (job.state === "minted") return undefined;
    const overdue = job.lots.filter((lot) =>
      lot.state === "open" ? job.state === "closed" : scene.now >= scene.expiresAt(job, lot),
    );
    const ended = overdue.filter(
      ({ state }) => state === "open" || state === "claimed" || state === "submitted",
    );
    if (ended.length === 0) return undefined;
    return { name: "expire", args: [terms, ended.map((lot) => scene.expiry(lot))] };
  }

  /** After a window in which no node took it, the artist joins the tiles without pay. */
  #assemble(job: Job) {
    const scene = this.#scene;
    const { terms } = job;
    const lot = job.lots.at(-1);
    if (!lot) return undefined;
    const result = scene.result(job, lot);
    const { outputRoot, metadataDigest, probe } = result;
    if (lot.state === "open") {
      if (scene.now < lot.openedAt + (rules.classes[0]?.windowSeconds ?? 0)) return undefined;
      const sealed = scene.seal(lot, this.account.address, result, probe);
      return { name: "assemble", args: [terms, job.jobId, outputRoot, metadataDigest, sealed] };
    }
    if (isSubmitted(lot) && lot.claim.operator === zeroAddress) {
      const decision = scene.decision(job, lot, result);
      if (scene.now >= decision.opensAt && scene.now < decision.closesAt)
        return { name: "finalise", args: [terms, lot.lotId, lot.claim, lot.submission, probe, []] };
    }
    if (lot.state !== "final" && scene.now >= scene.expiresAt(job, lot))
      return { name: "expire", args: [terms, [scene.expiry(lot)]] };
    return undefined;
  }
}
