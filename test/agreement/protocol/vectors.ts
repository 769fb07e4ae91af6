import { readFileSync } from "node:fs";
import { assemblyTileProbe } from "@graphiti/protocol/digests.ts";
import type { Address, Hex } from "viem";
import {
  Dice,
  type DrawCase,
  drawCaseFrom,
  type LotCase,
  lotCaseFrom,
  type SealCase,
  sealCaseFrom,
  type TreeCase,
  treeCaseFrom,
} from "./cases.ts";
import { answerDraw, answerLot, answerSeal, answerTree } from "./typescript-side.ts";

type Answered<Given, Answer> = { given: Given; answer: Answer };

/** One set for everybody who implements the protocol. */
export type Vectors = {
  chainId: number;
  escrow: Address;
  lots: Answered<LotCase, ReturnType<typeof answerLot>>[];
  draws: Answered<DrawCase, ReturnType<typeof answerDraw>>[];
  seals: Answered<SealCase, Hex>[];
  trees: Answered<TreeCase, Hex>[];
  assemblyTileProbes: Answered<Hex, Hex>[];
};

export const vectorsFile = new URL("./vectors.json", import.meta.url);
const seed = 20_301;
const count = 6;
/** Where the first contract of a development chain lies. */
const escrow: Address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const chainId = 31_337;

function answered<Given, Answer>(
  from: () => Given,
  answer: (given: Given) => Answer,
): Answered<Given, Answer>[] {
  return Array.from({ length: count }, () => {
    const given = from();
    return { given, answer: answer(given) };
  });
}

/** The same on every call. */
export function makeVectors(): Vectors {
  const dice = new Dice(seed);
  return {
    chainId,
    escrow,
    lots: answered(() => lotCaseFrom(dice), answerLot),
    draws: answered(() => drawCaseFrom(dice), answerDraw),
    seals: answered(
      () => sealCaseFrom(dice),
      (given) => answerSeal(given, chainId, escrow),
    ),
    trees: answered(() => treeCaseFrom(dice), answerTree),
    assemblyTileProbes: answered(() => dice.digest(), assemblyTileProbe),
  };
}

/** Whole numbers that may exceed 2^53 are written as `"123n"`. */
export const writeJson = (vectors: Vectors): string =>
  `${JSON.stringify(vectors, (_, value) => (typeof value === "bigint" ? `${value}n` : value), 2)}\n`;

export function readVectors(): Vectors {
  const revive = (_: string, value: unknown) =>
    typeof value === "string" && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value;
  return JSON.parse(readFileSync(vectorsFile, "utf8"), revive) as Vectors;
}
