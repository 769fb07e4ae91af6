import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { assemblyTileProbe } from "@graphiti/protocol/digests.ts";
import { Dice, drawCaseFrom, lotCaseFrom, sealCaseFrom, treeCaseFrom } from "./cases.ts";
import { openTwins, type Twins } from "./solidity-side.ts";
import { answerDraw, answerLot, answerSeal, answerTree, proofOf } from "./typescript-side.ts";
import { makeVectors, readVectors, type Vectors } from "./vectors.ts";

const cases = 10_000;
const many = <T>(make: () => T) => Array.from({ length: cases }, make);

describe("TypeScript and Solidity", () => {
  let twins: Twins;
  let vectors: Vectors;

  before(async () => {
    twins = await openTwins();
    vectors = readVectors();
  });

  /** Compares one by one, so that a failure shows its case and not all. */
  function assertSame<Given, Answer>(
    given: Given[],
    solidity: Answer[],
    answer: (given: Given) => Answer,
  ): void {
    assert.equal(solidity.length, given.length);
    for (const [at, one] of given.entries()) assert.deepEqual(solidity[at], answer(one), `case ${at}`);
  }

  const given = <Given>(list: { given: Given }[]) => list.map((each) => each.given);
  const answers = <Answer>(list: { answer: Answer }[]) => list.map((each) => each.answer);

  test("the vectors are what TypeScript says", () => {
    assert.deepEqual(vectors, makeVectors());
  });

  test("the vectors are what Solidity says", async () => {
    assert.equal(twins.address.toLowerCase(), vectors.escrow.toLowerCase());
    assert.equal(twins.chainId, vectors.chainId);
    assert.deepEqual(await twins.lots(given(vectors.lots)), answers(vectors.lots));
    assert.deepEqual(await twins.draws(given(vectors.draws)), answers(vectors.draws));
    assert.deepEqual(await twins.seals(given(vectors.seals)), answers(vectors.seals));
    assert.deepEqual(await twins.trees(given(vectors.trees).map(proofOf)), answers(vectors.trees));
    const pixels = given(vectors.assemblyTileProbes);
    assert.deepEqual(await twins.assemblyTileProbes(pixels), answers(vectors.assemblyTileProbes));
  });

  test("they agree on lots, hashes and every wei of 10,000 jobs", async () => {
    const dice = new Dice(1);
    const lots = many(() => lotCaseFrom(dice));
    assertSame(lots, await twins.lots(lots), answerLot);
    assert.ok(
      lots.some((lot) => answerLot(lot).isAssembly),
      "an assembly lot is among them",
    );
  });

  test("they agree on 10,000 draws and samples", async () => {
    const dice = new Dice(2);
    const draws = many(() => drawCaseFrom(dice));
    assertSame(draws, await twins.draws(draws), answerDraw);
    const drawn = draws.filter((draw) => answerDraw(draw).drawn).length;
    assert.ok(drawn > cases / 10 && drawn < (cases * 9) / 10, `both outcomes are frequent: ${drawn}`);
  });

  test("they agree on 10,000 seals", async () => {
    const dice = new Dice(3);
    const seals = many(() => sealCaseFrom(dice));
    assertSame(seals, await twins.seals(seals), (each) => answerSeal(each, twins.chainId, twins.address));
  });

  test("they agree on 10,000 trees of tiles, and on the picture's probe", async () => {
    const dice = new Dice(4);
    const trees = many(() => treeCaseFrom(dice));
    assertSame(trees, await twins.trees(trees.map(proofOf)), answerTree);
    const pixels = many(() => dice.digest());
    assertSame(pixels, await twins.assemblyTileProbes(pixels), assemblyTileProbe);
  });
});
