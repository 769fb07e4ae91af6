import { secondsUntilDrawn, seedOf } from "@graphiti/protocol/draw.ts";
import { maxPriceWei } from "@graphiti/protocol/offer.ts";
import type { Claim, LotShape, Submission, Terms, Work } from "@graphiti/protocol/terms.ts";
import { lotCount, lotIdOf } from "@graphiti/protocol/terms.ts";
import { type Address, getAddress, type Hex, toHex } from "viem";

/** Whole numbers from a seed; the generator of the vectors and of the random cases. */
export class Dice {
  #state: bigint;

  constructor(seed: number) {
    this.#state = BigInt(seed) * 0x9e3779b97f4a7c15n + 1n;
  }

  /** 64 bits (splitmix64). */
  #next(): bigint {
    this.#state = BigInt.asUintN(64, this.#state + 0x9e3779b97f4a7c15n);
    let mixed = this.#state;
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    return mixed ^ (mixed >> 31n);
  }

  bits(count: number): bigint {
    let value = 0n;
    for (let have = 0; have < count; have += 64) value = (value << 64n) | this.#next();
    return BigInt.asUintN(count, value);
  }

  /** From 0 to `most`, both included; one in eight is an end, where rules break first. */
  upTo(most: bigint): bigint {
    const kind = this.bits(4);
    if (kind === 0n) return 0n;
    if (kind === 1n) return most;
    return this.bits(256) % (most + 1n);
  }

  between(least: number, most: number): number {
    return least + Number(this.upTo(BigInt(most - least)));
  }

  digest(): Hex {
    return toHex(this.bits(256), { size: 32 });
  }

  address(): Address {
    return getAddress(toHex(this.bits(160), { size: 20 }));
  }
}

const uint32 = 0xffffffff;

export type LotCase = {
  terms: Terms;
  work: Work;
  lotId: bigint;
  claim: Claim;
  submission: Submission;
  openSeconds: number;
  ageSeconds: number;
  windowSeconds: number;
  protocolFeeBps: number;
};

function shapeFrom(dice: Dice): LotShape {
  const tilesPerLot = dice.between(1, 128);
  const lots = dice.between(1, 64);
  return { tilesPerLot, tiles: dice.between((lots - 1) * tilesPerLot + 1, lots * tilesPerLot) };
}

/** A lot of some job that the escrow would accept, at some moment. */
export function lotCaseFrom(dice: Dice): LotCase {
  const { tiles, tilesPerLot } = shapeFrom(dice);
  const maxPrice = 1n + dice.upTo(maxPriceWei - 1n);
  const rampSeconds = dice.between(1, uint32);
  const windowSeconds = dice.between(1, 2 ** 24 - 1);
  const order = {
    deadline: dice.between(0, 2 ** 40 - 1),
    tilesPerLot,
    minPrice: dice.upTo(maxPrice),
    maxPrice,
    rampSeconds,
    claimSeconds: dice.between(0, uint32),
    finalityClass: dice.between(0, 3),
    attesters: dice.between(1, 5),
    sampleTiles: dice.between(0, tilesPerLot),
    recipient: dice.address(),
    royaltyBps: dice.between(0, 1000),
    royaltyReceiver: dice.address(),
    operatorShareBps: dice.between(0, 500),
  };
  const work = {
    serviceId: dice.between(1, uint32),
    width: dice.between(1, uint32),
    height: dice.between(1, uint32),
    hasAlpha: dice.bits(1) === 1n,
    params: dice.digest(),
    inputRoot: dice.digest(),
    inputDigest: dice.digest(),
    cardDigest: dice.digest(),
  };
  const lot = dice.between(0, lotCount({ tiles, tilesPerLot }) - 1);
  return {
    terms: {
      artist: dice.address(),
      postedAt: dice.between(0, 2 ** 40 - 1),
      tiles,
      workHash: dice.digest(),
      order,
    },
    work,
    lotId: lotIdOf(1n + dice.bits(40), lot),
    claim: { operator: dice.address(), price: dice.bits(96), openSeconds: dice.between(0, uint32) },
    submission: {
      outputRoot: dice.digest(),
      metadataDigest: dice.digest(),
      seal: dice.digest(),
      l2Block: dice.bits(64),
    },
    openSeconds: dice.between(0, Math.min(uint32, 2 * rampSeconds)),
    ageSeconds: dice.between(0, 2 * windowSeconds),
    windowSeconds,
    protocolFeeBps: dice.between(0, 500),
  };
}

export type DrawCase = {
  blockHash: Hex;
  lotId: bigint;
  attempt: number;
  operator: Address;
  ageSeconds: number;
  stake: bigint;
  totalStake: bigint;
  wanted: number;
  tileProbes: Hex[];
};

/** A draw; every second one in the last second before, or the first in which, its operator is drawn. */
export function drawCaseFrom(dice: Dice): DrawCase {
  const blockHash = dice.bits(3) === 0n ? toHex(dice.bits(216), { size: 32 }) : dice.digest();
  const lotId = dice.bits(80);
  const attempt = dice.between(0, 0xffff);
  const operator = dice.address();
  const totalStake = 1n + dice.upTo(2n ** 80n - 2n);
  const stake = dice.upTo(totalStake >> dice.upTo(24n));
  const since = secondsUntilDrawn({ seed: seedOf(blockHash), lotId, attempt }, operator, {
    stake,
    totalStake,
  });
  const atEdge = since !== undefined && dice.bits(1) === 1n;
  const ageSeconds = atEdge ? Math.max(0, since - Number(dice.bits(1))) : dice.between(0, 2_000);
  const tiles = dice.between(1, 12);
  const tileProbes = Array.from({ length: tiles }, () => dice.digest());
  const wanted = dice.between(1, 8);
  return { blockHash, lotId, attempt, operator, ageSeconds, stake, totalStake, wanted, tileProbes };
}

export type SealCase = {
  lotId: bigint;
  attempt: number;
  operator: Address;
  outputRoot: Hex;
  metadataDigest: Hex;
  probe: Hex;
};

export function sealCaseFrom(dice: Dice): SealCase {
  return {
    lotId: dice.bits(80),
    attempt: dice.between(0, 0xffff),
    operator: dice.address(),
    outputRoot: dice.digest(),
    metadataDigest: dice.digest(),
    probe: dice.digest(),
  };
}

/** Digests of a lot's tiles, their first index in the job, and which of them is to be proved. */
export type TreeCase = { first: number; digests: Hex[]; proved: number };

export function treeCaseFrom(dice: Dice): TreeCase {
  const digests = Array.from({ length: dice.between(1, 5) }, () => dice.digest());
  return { first: dice.between(0, 8192), digests, proved: dice.between(0, digests.length - 1) };
}
