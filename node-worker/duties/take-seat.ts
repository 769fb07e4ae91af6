import {
  type Drawing,
  isDrawn,
  isLikelyDrawn,
  sampleTiles,
  secondsUntilDrawn,
  seedOf,
} from "@graphiti/protocol/draw.ts";
import { classOf } from "@graphiti/protocol/escrow-rules.ts";
import { attesterPay, attestersPot } from "@graphiti/protocol/offer.ts";
import { runningWindowSeconds, seatsOf } from "@graphiti/protocol/panel.ts";
import { isObjection } from "@graphiti/protocol/seal.ts";
import {
  type Claim,
  lotIndexOf,
  lotTiles,
  type Submission,
  shapeOf,
  submissionCommitment,
} from "@graphiti/protocol/terms.ts";
import { type Address, BlockNotFoundError, isAddressEqual, zeroAddress } from "viem";
import type { ChainPanel } from "../chain/escrow.ts";
import type { Handed } from "../chain/escrow-events.ts";
import { baseFeeWei } from "../chain/fees.ts";
import type { AttestationRow } from "../journal/attestation-rows.ts";
import type { KnownJob } from "../journal/job-rows.ts";
import type { NodeContext } from "./node-context.ts";

/** A submitted lot in whose panel this node may take a seat now. Times in Unix seconds. */
export type Seatable = {
  kind: "seatable";
  job: KnownJob;
  operator: Address;
  claim: Claim;
  handed: Handed;
  submittedAt: number;
  nowSeconds: number;
  panel: ChainPanel;
  drawing: Drawing;
  sample: number[];
};

/** A submitted lot whose draw hangs on a block that is not there yet. */
export type Undrawn = Pick<Seatable, "job" | "handed"> & {
  kind: "undrawn";
  /** As likely as not, this node will be in its first circle. */
  isLikely: boolean;
};

export type Seating =
  | Seatable
  | Undrawn
  | { kind: "seated"; seat: number }
  | { kind: "later"; waitSeconds: number; because: string }
  | { kind: "never"; because: string };

/** Gas of one seal among several, rounded up. */
const gasPerSeal = 130_000n;
/** A full panel of agreeing seals makes the lot final at once; where it does not, somebody has lied. */
const suspiciousSeconds = 15;
/** A block may be this much older than the moment in which it is read. */
const secondsOfBlock = 1;
/** What only a new block can change is looked at again in the next round. */
export const nextBlock = 0;

const later = (because: string, waitSeconds: number): Seating => ({ kind: "later", because, waitSeconds });
const never = (because: string): Seating => ({ kind: "never", because });

/** Whether this node may, and wants to, say something about a submission now: by the contract's rules, and by its pay. */
export async function seatFor(node: NodeContext, row: AttestationRow): Promise<Seating> {
  const { escrow, events, journal, machineKey, deployment } = node;
  const { lotId, attempt } = row;
  const job = journal.jobs.get(row.jobId);
  if (!job) return never("its job is gone");
  const lot = await escrow.lot(lotId);
  if (lot.attempt > attempt || (lot.state !== "submitted" && lot.state !== "claimed"))
    return never("it is no longer submitted");
  const [operator, claim, handed] = await Promise.all([
    escrow.operatorOf(machineKey),
    events.claimFor(lotId, attempt, job.postedBlock),
    events.handedIn(lotId, attempt, job.postedBlock),
  ]);
  if (!operator) return later("no operator has this machine key", 15);
  const isThat = claim && handed && submissionCommitment(claim, handed.submission) === lot.commitment;
  if (!isThat) return later("the chain does not show it", nextBlock);
  if (isAddressEqual(claim.operator, operator)) return never("it is its own operator's");
  const { order } = job.terms;
  if (order.attesters === 0 || isAddressEqual(claim.operator, zeroAddress)) return never("nobody is asked");

  const panel = await escrow.panel(lotId);
  const seat = panel.seats.findIndex((seat) => isAddressEqual(seat.operator, operator));
  if (seat >= 0) return { kind: "seated", seat };
  const nowSeconds = await escrow.nowSeconds();
  const age = nowSeconds - lot.time;
  const votes = { attesters: order.attesters, seals: panel.seats.length, isCold: panel.isCold };
  const { rules } = deployment;
  if (age >= runningWindowSeconds(rules, order.finalityClass, votes)) return never("its window is over");
  if (panel.seats.length >= seatsOf(order.attesters)) return never("its panel is full");
  if (isEnough(panel, order.attesters, age, classOf(rules, order.finalityClass).fastSeconds))
    return later("enough have sealed it", suspiciousSeconds);

  const raisedAt = await escrow.stakeRaisedAt(operator);
  if (raisedAt === 0 || raisedAt >= lot.time) return never("the operator's stake is younger");
  const seed = await seedFor(node, panel, handed.submission);
  const { stake, locked } = await escrow.account(operator);
  const weight = { stake, totalStake: await escrow.totalStake() };
  if (seed === undefined) return { kind: "undrawn", job, handed, isLikely: isLikelyDrawn(weight) };
  const drawing = { seed, lotId, attempt };
  if (!isDrawn(drawing, operator, weight, age)) {
    const seconds = secondsUntilDrawn(drawing, operator, weight);
    return seconds === undefined
      ? never("it is not drawn")
      : later("it is not drawn yet", Math.max(seconds - age - secondsOfBlock, nextBlock));
  }
  if (stake - locked < claim.price) return later("what it locks is more than the stake that is free", 5);
  const payWei = payNow(node, job, claim, age);
  if (payWei <= gasPerSeal * (await baseFeeWei(node.client))) return never("it pays less than its gas");
  const tiles = lotTiles(shapeOf(job.terms), lotIndexOf(lotId));
  const sample = sampleTiles(drawing, tiles, order.sampleTiles);
  return {
    kind: "seatable",
    job,
    operator,
    claim,
    handed,
    submittedAt: lot.time,
    nowSeconds,
    panel,
    drawing,
    sample,
  };
}

/** What a seal earns that comes at this age. */
function payNow({ deployment }: NodeContext, { terms }: KnownJob, claim: Claim, age: number): bigint {
  const { attesters, finalityClass } = terms.order;
  const { windowSeconds } = classOf(deployment.rules, finalityClass);
  return attesterPay(attestersPot(claim.price, attesters), { attesters, windowSeconds }, age);
}

/** So many seals, none of them an objection, are all that is paid. */
function isEnough({ seats }: ChainPanel, attesters: number, age: number, fastSeconds: number): boolean {
  const objected = seats.some(({ tag }) => isObjection(tag));
  return seats.length >= attesters && !objected && age < fastSeconds + suspiciousSeconds;
}

/** What the draw hangs on; undefined while the block is not there. */
async function seedFor(
  { client }: NodeContext,
  panel: ChainPanel,
  { l2Block }: Submission,
): Promise<number | undefined> {
  if (panel.seed !== 0) return panel.seed;
  try {
    const { hash } = await client.getBlock({ blockNumber: panel.target || l2Block + 1n });
    return hash ? seedOf(hash) : undefined;
  } catch (error) {
    if (error instanceof BlockNotFoundError) return undefined;
    throw error;
  }
}
