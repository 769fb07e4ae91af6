import { merkleRoot, sampleProbeOf, tileLeaf, tilesRoot } from "@graphiti/protocol/digests.ts";
import { isDrawn, sampleTiles, seedOf } from "@graphiti/protocol/draw.ts";
import {
  attesterPay,
  attestersPot,
  bond,
  lateFee,
  priceAt,
  priceOfLot,
  settle,
  shareOfLot,
} from "@graphiti/protocol/offer.ts";
import { seal } from "@graphiti/protocol/seal.ts";
import {
  claimCommitment,
  hashWork,
  isAssembly,
  lotCount,
  lotIndexOf,
  lotTiles,
  makesFile,
  shapeOf,
  submissionCommitment,
  termsCommitment,
} from "@graphiti/protocol/terms.ts";
import { SimpleMerkleTree } from "@openzeppelin/merkle-tree";
import type { Address, Hex } from "viem";
import type { DrawCase, LotCase, SealCase, TreeCase } from "./cases.ts";

/** What the twins in TypeScript say of a lot; fields as in `Twins.sol`. */
export function answerLot(given: LotCase) {
  const { terms, work, claim, submission, windowSeconds } = given;
  const { order } = terms;
  const shape = shapeOf(terms);
  const index = lotIndexOf(given.lotId);
  const share = shareOfLot(order.maxPrice, shape, index);
  const price = priceOfLot(priceAt(order, given.openSeconds), shape, index);
  const pot = attestersPot(price, order.attesters);
  return {
    termsHash: termsCommitment(terms),
    workHash: hashWork(work),
    claimCommitment: claimCommitment(claim),
    submissionCommitment: submissionCommitment(claim, submission),
    lotCount: BigInt(lotCount(shape)),
    isAssembly: isAssembly(shape, index),
    makesFile: makesFile(shape, index),
    tiles: BigInt(lotTiles(shape, index)),
    share,
    price,
    bond: bond(share),
    lateFee: lateFee(share),
    protocolFee: settle(share, price, given.protocolFeeBps).protocolFee,
    pot,
    attesterPay: attesterPay(pot, { attesters: order.attesters, windowSeconds }, given.ageSeconds),
  };
}

export function answerDraw(given: DrawCase) {
  const { lotId, attempt, operator, stake, totalStake, tileProbes } = given;
  const drawing = { seed: seedOf(given.blockHash), lotId, attempt };
  return {
    seed: drawing.seed,
    drawn: isDrawn(drawing, operator, { stake, totalStake }, given.ageSeconds),
    sampleProbe: sampleProbeOf(tileProbes, sampleTiles(drawing, tileProbes.length, given.wanted)),
  };
}

export const answerSeal = (given: SealCase, chainId: number, escrow: Address): Hex =>
  seal({ ...given, chainId, escrow });

export const answerTree = ({ first, digests }: TreeCase): Hex =>
  tilesRoot(digests.map((digest, at) => ({ index: first + at, digest })));

/** The proof that Solidity is given to come to the same root. */
export function proofOf({ first, digests, proved }: TreeCase) {
  const leaves = digests.map((digest, at) => tileLeaf(first + at, digest));
  const tree = SimpleMerkleTree.of(leaves, { sortLeaves: false });
  const digest = digests[proved] ?? merkleRoot(leaves);
  return { index: BigInt(first + proved), digest, proof: tree.getProof(proved) as Hex[] };
}
