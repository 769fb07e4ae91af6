import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { bond, settle, shareOfLot, splitLateFee } from "@graphiti/protocol/offer.ts";
import { quorumOf } from "@graphiti/protocol/panel.ts";
import { isObjection, tagOf } from "@graphiti/protocol/seal.ts";
import { type JobState, type LotState, lotStates } from "@graphiti/protocol/states.ts";
import {
  type Claim,
  jobIdOf,
  lotCount,
  lotIdOf,
  lotIndexOf,
  type Submission,
  shapeOf,
  type Terms,
  tileLotCount,
} from "@graphiti/protocol/terms.ts";
import { type Address, type Hex, type Log, parseEventLogs, zeroAddress } from "viem";
import type { Ledger } from "./ledger.ts";
import { rules } from "./stage.ts";

export type Seat = { operator: Address; ageSeconds: number; seal: Hex; tag: Hex };
export type Lot = {
  lotId: bigint;
  state: LotState;
  attempt: number;
  openedAt: number;
  claim?: Claim;
  claimedAt: number;
  due: number;
  submission?: Submission;
  submittedAt: number;
  finalAt: number;
  seats: Seat[];
  seed: number;
  target: bigint;
  isCold: boolean;
};
export type Job = {
  jobId: bigint;
  terms: Terms;
  state: JobState;
  finalLots: number;
  lots: Lot[];
};
type Paid = { mask: number; pays: readonly bigint[] };

function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`invariant broken: ${what}`);
}

const same = (left: readonly bigint[], right: readonly bigint[]) =>
  left.length === right.length && left.every((amount, at) => amount === right[at]);

/** All state, rebuilt from events alone. Every event must be a legal move, and every wei what the twins say. */
export class Book {
  readonly jobs = new Map<bigint, Job>();
  readonly ledger: Ledger;
  readonly #treasury: Address;
  #paid: Paid | undefined;
  #burned: bigint | undefined;

  constructor(ledger: Ledger, treasury: Address) {
    this.ledger = ledger;
    this.#treasury = treasury;
  }

  job(jobId: bigint): Job {
    const found = this.jobs.get(jobId);
    must(found !== undefined, `job ${jobId} exists`);
    return found;
  }

  lot(lotId: bigint): Lot {
    const found = this.job(jobIdOf(lotId)).lots[lotIndexOf(lotId)];
    must(found !== undefined, `lot ${lotId} exists`);
    return found;
  }

  *lots(): Generator<{ job: Job; lot: Lot }> {
    for (const job of this.jobs.values()) for (const lot of job.lots) yield { job, lot };
  }

  shareOf(job: Job, lot: Lot): bigint {
    return shareOfLot(job.terms.order.maxPrice, shapeOf(job.terms), lotIndexOf(lot.lotId));
  }

  take(logs: Log[], now: number): void {
    for (const log of parseEventLogs({ abi: jobEscrowAbi, logs, strict: true })) this.#apply(log, now);
  }

  #apply(log: ReturnType<typeof parseEventLogs<typeof jobEscrowAbi, true>>[number], now: number): void {
    const { ledger } = this;
    switch (log.eventName) {
      case "Posted": {
        const { jobId, terms } = log.args;
        const lots = Array.from({ length: lotCount(shapeOf(terms)) }, (_, index) =>
          emptyLot(jobId, index, now),
        );
        this.jobs.set(jobId, { jobId, terms, state: "live", finalLots: 0, lots });
        ledger.live += terms.order.maxPrice;
        break;
      }
      case "Claimed": {
        const { lotId, operator, price, openSeconds, due, attempt } = log.args;
        const [job, lot] = this.#move(lotId, "open", "claimed");
        must(
          lot.attempt === attempt && job.state === "live",
          "a claim is of the present attempt of a live job",
        );
        Object.assign(lot, { claim: { operator, price, openSeconds }, due: Number(due), claimedAt: now });
        ledger.lock(operator, bond(this.shareOf(job, lot)));
        break;
      }
      case "Assembled": {
        const { lotId, openSeconds } = log.args;
        const [, lot] = this.#move(lotId, "open", "claimed");
        Object.assign(lot, { claim: { operator: zeroAddress, price: 0n, openSeconds } });
        break;
      }
      case "Submitted": {
        const [, lot] = this.#move(log.args.lotId, "claimed", "submitted");
        Object.assign(lot, { submission: log.args.submission, submittedAt: now });
        break;
      }
      case "Attested":
        this.#attest(log.args, now);
        break;
      case "DrawRetargeted":
        this.lot(log.args.lotId).target = log.args.target;
        break;
      case "AttestersPaid":
        this.#paid = { mask: log.args.agreed, pays: log.args.pays };
        break;
      case "ObjectorsPaid":
        this.#paid = { mask: log.args.objected, pays: log.args.pays };
        this.#burned = log.args.burned;
        break;
      case "Finalised":
        this.#finalise(log.args, now);
        break;
      case "Expired":
        this.#expire(log.args, now);
        break;
      case "Refunded": {
        const { lotId, amount } = log.args;
        const [job, lot] = [this.job(jobIdOf(lotId)), this.lot(lotId)];
        must(lot.state === "open" || lot.state === "refunded", "only what is open is refunded");
        must(
          job.state === "closed" && amount === this.shareOf(job, lot),
          "a refund is the share of a closed job's lot",
        );
        lot.state = "refunded";
        ledger.live -= amount;
        ledger.credit(job.terms.artist, amount);
        break;
      }
      case "Closed": {
        const job = this.job(log.args.jobId);
        must(job.state === "live", "only a live job is closed");
        job.state = "closed";
        break;
      }
      case "Minted": {
        const job = this.job(log.args.jobId);
        must(
          job.state === "live" && job.finalLots === job.lots.length,
          "a job mints once, when all is final",
        );
        job.state = "minted";
        break;
      }
      case "UnstakeRequested":
        ledger.unstake(log.args.operator, log.args.amount);
        break;
      case "Unstaked":
        ledger.takeOut(log.args.operator, log.args.amount);
        break;
      case "Withdrawn":
        ledger.withdraw(log.args.account, log.args.amount);
        break;
    }
  }

  #move(lotId: bigint, from: LotState, to: LotState): [Job, Lot] {
    const lot = this.lot(lotId);
    must(lot.state === from, `lot ${lotId} is ${from}, not ${lot.state}, before it is ${to}`);
    lot.state = to;
    return [this.job(jobIdOf(lotId)), lot];
  }

  #attest(
    args: { lotId: bigint; operator: Address; seal: Hex; age: bigint; seed: number },
    now: number,
  ): void {
    const lot = this.lot(args.lotId);
    const { order } = this.job(jobIdOf(args.lotId)).terms;
    const ageSeconds = Number(args.age);
    must(lot.state === "submitted" && now - lot.submittedAt === ageSeconds, "a seal is of a submitted lot");
    must(lot.claim?.operator !== args.operator, "nobody attests its own work");
    must(!lot.seats.some(({ operator }) => operator === args.operator), "an operator has one seat");
    must(lot.seats.length < order.attesters + 5, "a panel has q + 5 seats");
    const windowSeconds = rules.classes[order.finalityClass]?.windowSeconds ?? 0;
    if (ageSeconds >= windowSeconds && lot.seats.length < quorumOf(order.attesters)) lot.isCold = true;
    lot.seats.push({ operator: args.operator, ageSeconds, seal: args.seal, tag: tagOf(args.seal) });
    lot.seed = args.seed;
    this.ledger.lock(args.operator, lot.claim?.price ?? 0n);
  }

  /** The seats' ages and pays that a mask names, and releases all locks. */
  #closePanel(job: Job, lot: Lot, mask: number) {
    for (const { operator } of lot.seats) this.ledger.release(operator, lot.claim?.price ?? 0n);
    const chosen = lot.seats.filter((_, at) => mask & (1 << at));
    const { attesters, finalityClass } = job.terms.order;
    const windowSeconds = rules.classes[finalityClass]?.windowSeconds ?? 1;
    return { chosen, panel: { attesters, windowSeconds, ages: chosen.map(({ ageSeconds }) => ageSeconds) } };
  }

  #creditSeats(chosen: Seat[], expected: readonly bigint[], lot: Lot, paid: Paid): void {
    const pays = lot.seats.map((_, at) => paid.pays[at] ?? 0n).filter((_, at) => paid.mask & (1 << at));
    must(same(pays, expected), "attesters are paid what the rules say");
    must(
      paid.pays.every((pay, at) => pay === 0n || paid.mask & (1 << at)),
      "nobody else is paid",
    );
    for (const [at, { operator }] of chosen.entries()) this.ledger.credit(operator, pays[at] ?? 0n);
  }

  #finalise(
    args: { lotId: bigint; operatorPay: bigint; protocolFee: bigint; artistRefund: bigint },
    now: number,
  ): void {
    const [job, lot] = this.#move(args.lotId, "submitted", "final");
    lot.finalAt = now;
    const claim = lot.claim as Claim;
    const share = this.shareOf(job, lot);
    const paid = this.#paid ?? { mask: 0, pays: [] };
    this.#paid = undefined;
    const { chosen, panel } = this.#closePanel(job, lot, paid.mask);
    const isAttested = claim.operator !== zeroAddress && job.terms.order.attesters > 0;
    const expected = settle(share, claim.price, rules.protocolFeeBps, isAttested ? panel : undefined);
    if (isAttested) this.#creditSeats(chosen, expected.attesterPays, lot, paid);
    const { operatorPay, protocolFee, artistRefund } = args;
    must(
      same(
        [operatorPay, protocolFee, artistRefund],
        [expected.operatorPay, expected.protocolFee, expected.artistRefund],
      ),
      "a settled lot is split as the rules say",
    );
    if (claim.operator !== zeroAddress) {
      this.ledger.release(claim.operator, bond(share));
      this.ledger.credit(claim.operator, operatorPay);
    }
    this.ledger.credit(this.#treasury, protocolFee);
    this.ledger.credit(job.terms.artist, artistRefund);
    this.ledger.live -= share;
    job.finalLots++;
    const assembly = job.lots.length > 1 ? job.lots.at(-1) : undefined;
    if (assembly && job.finalLots === tileLotCount(shapeOf(job.terms))) assembly.openedAt = now;
  }

  #expire(args: { lotId: bigint; lateFee: bigint; state: number; attempt: number }, now: number): void {
    const [job, lot] = [this.job(jobIdOf(args.lotId)), this.lot(args.lotId)];
    must(lot.state === "claimed" || lot.state === "submitted", "only what is in flight expires");
    must(lot.attempt === args.attempt, "an expiry is of the present attempt");
    const claim = lot.claim as Claim;
    const paid = this.#paid;
    const burned = this.#burned ?? 0n;
    this.#paid = undefined;
    this.#burned = undefined;
    const { chosen, panel } = this.#closePanel(job, lot, paid?.mask ?? 0);
    if (claim.operator !== zeroAddress) {
      this.ledger.release(claim.operator, bond(this.shareOf(job, lot)));
      this.ledger.charge(claim.operator, args.lateFee);
    }
    if (paid) {
      must(
        lot.seats.every(({ seal }, at) => isObjection(seal) === Boolean(paid.mask & (1 << at))),
        "objectors are those who objected",
      );
      const expected = splitLateFee(args.lateFee, claim.price, panel);
      this.#creditSeats(chosen, expected.objectorPays, lot, paid);
      must(burned === expected.burned, "the rest of a lost vote's fee is burned");
      this.ledger.credit(zeroAddress, burned);
    } else {
      must(lot.seats.length === 0, "a lot with seals does not expire without saying who is paid");
      this.ledger.credit(job.terms.artist, args.lateFee);
    }
    const fresh = emptyLot(job.jobId, lotIndexOf(lot.lotId), now - claim.openSeconds);
    Object.assign(lot, fresh, { attempt: lot.attempt + 1, state: lotStates[args.state] ?? "open" });
    lot.claim = undefined as never;
    lot.submission = undefined as never;
  }
}

function emptyLot(jobId: bigint, index: number, openedAt: number): Lot {
  const lotId = lotIdOf(jobId, index);
  const times = { openedAt, claimedAt: 0, due: 0, submittedAt: 0, finalAt: 0 };
  return { lotId, state: "open", attempt: 0, ...times, seats: [], seed: 0, target: 0n, isCold: false };
}
