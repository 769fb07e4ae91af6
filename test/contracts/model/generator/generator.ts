import { cast } from "../cast.ts";
import type { Operation } from "../operation.ts";
import { targetOf } from "../panel.ts";
import { JobState, LotState } from "../records.ts";
import { quorumOf } from "../windows.ts";
import { makeAttest, makeAttestMany } from "./attesting.ts";
import { anyCall, makeClaim, makeClose, makeExpireMany, makeLotCall } from "./lots.ts";
import type { JobNote } from "./memory.ts";
import { makePost, makePostMany } from "./posting.ts";
import { isReady, nextSpot, type Spot, spotsOf } from "./readiness.ts";
import { anybody, around, callOf, keysOf, lotIdOf, noClaim, type Scene, soon } from "./scene.ts";
import { spoiled } from "./spoil.ts";
import {
  type ConsentBook,
  isPoor,
  makeKeyCall,
  makeRegisterKey,
  makeStake,
  makeStakeCall,
  makeWithdraw,
} from "./staking.ts";

const ether = 10n ** 18n;
const jobsInFlight = 9;

type Step = () => Operation | Promise<Operation>;

/** Makes up one step after the other, out of chance and of what the model's world looks like by then. */
export class Generator {
  private readonly scene: Scene;
  private readonly book: ConsentBook;
  private readonly queue: Step[];
  private focus: JobNote | undefined;
  private wornOut = 0;
  private steps = 0;

  constructor(scene: Scene, book: ConsentBook) {
    this.scene = scene;
    this.book = book;
    this.queue = this.opening();
  }

  async next(): Promise<Operation> {
    this.steps += 1;
    const queued = this.queue.shift();
    if (queued) return queued();
    const operation = await this.makeUp();
    const isCommon =
      operation.kind === "call" && !["post", "postMany", "registerKey"].includes(operation.rule);
    return isCommon && this.scene.random.chance(7) ? spoiled(this.scene, operation) : operation;
  }

  /** Everybody who works stakes and has a key; then there is one job of as many lots as can be. */
  private opening(): Step[] {
    const { scene, book } = this;
    const steps: Step[] = [];
    cast.operators.forEach((operator, place) => {
      const amount = isPoor(operator) ? 40n * ether : 400n * ether + scene.random.wei(400n * ether);
      steps.push(() => makeStake(scene, operator, amount));
      const key = cast.keys[place];
      if (key) steps.push(() => makeRegisterKey(scene, book, operator, key));
    });
    steps.push(() => makePost(scene, true));
    return steps;
  }

  private makeUp(): Operation | Promise<Operation> {
    const { scene, book } = this;
    const { random, memory, world } = scene;
    const crowd = memory.unfinished().length;
    const isPaused = world.total("postingPaused") !== 0n;
    return random.weighted<Step>([
      [crowd < jobsInFlight ? 40 : 5, () => makePost(scene)],
      [crowd < jobsInFlight ? 9 : 1, () => makePostMany(scene)],
      [crowd > 0 ? 460 : 0, () => this.work()],
      [crowd > 0 ? 22 : 0, () => makeAttestMany(scene)],
      [crowd > 0 ? 12 : 0, () => makeExpireMany(scene, random.pick(memory.unfinished()))],
      [
        crowd > 0 ? 1 : 0,
        () => makeClose(scene, random.pick(memory.unfinished()), soon(scene), random.chance(30)),
      ],
      [memory.jobs.size > 0 ? 8 : 0, () => this.disturbOld()],
      [14, () => makeStakeCall(scene)],
      [10, () => makeWithdraw(scene)],
      [8, () => makeKeyCall(scene, book)],
      [isPaused ? 40 : 1, () => this.pause(isPaused)],
      [3, () => this.loseTheSeed()],
      [2, () => this.tieUp()],
      [1, () => ({ kind: "force", wei: random.wei(ether) })],
      [this.wornOut < 12 && this.steps > 200 ? 2 : 0, () => this.wearOut()],
    ])();
  }

  /** Something that can be done now, mostly; only when there is nothing, time leaps to the next border. */
  private work(): Operation | Promise<Operation> {
    const { scene } = this;
    const { random, memory } = scene;
    const spots = memory.unfinished().flatMap(spotsOf);
    const ready = spots.filter((spot) => isReady(scene, spot));
    scene.mayJump = random.chance(3);
    if (ready.length > 0 && random.chance(90)) {
      const { note, index } = this.choose(ready);
      return makeLotCall(scene, note, index);
    }
    scene.mayJump ||= ready.length === 0;
    const { note, index } = ready.length > 0 ? random.pick(spots) : nextSpot(scene, spots);
    return makeLotCall(scene, note, index);
  }

  /** One job gets more attention than the others, and the large one even more. */
  private choose(ready: readonly Spot[]): Spot {
    const { random } = this.scene;
    const ofLarge = ready.filter(({ note }) => note.tileLots === 64);
    if (ofLarge.length > 0 && random.chance(45)) return random.pick(ofLarge);
    const ofFocus = ready.filter(({ note }) => note === this.focus);
    if (ofFocus.length > 0 && random.chance(60)) return random.pick(ofFocus);
    const spot = random.pick(ready);
    this.focus = spot.note;
    return spot;
  }

  private disturbOld(): Operation | Promise<Operation> {
    const { random, memory } = this.scene;
    const note = random.pick([...memory.jobs.values()].slice(-60));
    return anyCall(this.scene, note, random.between(0, note.lotCount - 1));
  }

  private pause(isPaused: boolean): Operation {
    const { random } = this.scene;
    const from = random.chance(70) ? cast.owner : anybody(this.scene);
    return callOf("pausePosting", from, [!isPaused], soon(this.scene));
  }

  /** Lets the hash of a draw's block fall out of reach, or almost; somebody attests right after. */
  private loseTheSeed(): Operation | Promise<Operation> {
    const { random, memory, world, block } = this.scene;
    const waiting = memory
      .unfinished()
      .flatMap(spotsOf)
      .filter(({ note, index }) => {
        const lotId = lotIdOf(note, index);
        const isAsked = note.terms.order.attesters > 0;
        return (
          isAsked && world.lots.get(lotId).state === LotState.Submitted && world.panels.get(lotId).seed === 0
        );
      });
    if (waiting.length === 0) return makeAttestMany(this.scene);
    const spot = random.pick(waiting);
    const lotId = lotIdOf(spot.note, spot.index);
    const submission = memory.lot(lotId).submissions[0];
    const target = targetOf(world.panels.get(lotId), submission?.l2Block ?? 0n);
    const lastKnown = Number(target + 256n - block());
    const blocks = lastKnown + random.pick([-1, 0, 3]);
    const times = random.between(1, 3);
    for (let i = 0; i < times; i++) this.queue.push(() => makeAttest(this.scene, [spot]));
    return blocks > 0 ? { kind: "mine", blocks } : makeAttest(this.scene, [spot]);
  }

  /** Somebody who would be drawn has just not enough stake left to lock the lot's price. */
  private tieUp(): Operation | Promise<Operation> {
    const { scene } = this;
    const { random, memory, world } = scene;
    const waiting = memory
      .unfinished()
      .flatMap(spotsOf)
      .filter(({ note, index }) => {
        const lotId = lotIdOf(note, index);
        const isWanted = world.panels.get(lotId).seats.length < quorumOf(note.terms.order.attesters);
        return isWanted && world.lots.get(lotId).state === LotState.Submitted;
      });
    if (waiting.length === 0) return makeWithdraw(scene);
    const spot = random.pick(waiting);
    const lotId = lotIdOf(spot.note, spot.index);
    const { price, operator: worker } = memory.lot(lotId).claims[0] ?? noClaim;
    const able = cast.operators.filter(
      (operator) => operator !== worker && keysOf(scene, operator).length > 0,
    );
    const operator = random.pick(able.length > 0 ? able : cast.operators);
    const tooMuch = world.freeStake(operator) - price + 1n;
    // By then everybody is drawn.
    const late = world.lots.get(lotId).time + 1_100;
    this.queue.push(() =>
      makeAttest({ ...scene, mayJump: true }, [spot], around({ ...scene, mayJump: true }, late), operator),
    );
    this.queue.push(() => makeStake(scene, operator, 100n * ether));
    const amount = tooMuch > 0n ? tooMuch : 0n;
    return callOf("requestUnstake", operator, [amount], soon(scene));
  }

  private wearOut(): Operation | Promise<Operation> {
    const { random, memory, world } = this.scene;
    const open = memory
      .unfinished()
      .flatMap((note) =>
        Array.from({ length: note.lotCount }, (_, index) => ({ note, index })).filter(
          ({ index }) =>
            note.tileLots < 64 &&
            world.jobs.get(note.jobId).state === JobState.Live &&
            world.lots.get(lotIdOf(note, index)).state === LotState.Open &&
            world.lots.get(lotIdOf(note, index)).attempt < 0xffff,
        ),
      );
    if (open.length === 0) return makeWithdraw(this.scene);
    this.wornOut += 1;
    const { note, index } = random.pick(open);
    this.queue.push(() => makeLotCall(this.scene, note, index));
    this.queue.push(() => makeClaim(this.scene, note, index));
    return { kind: "wear", lotId: lotIdOf(note, index) };
  }
}
