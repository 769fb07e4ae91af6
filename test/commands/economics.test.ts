import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { sampleTiles } from "@graphiti/protocol/draw.ts";
import {
  atLeast,
  bearableChance,
  cheating,
  fastCapture,
  marginOf,
  missChance,
  neededPenalty,
  skipping,
  worstSkipping,
} from "../../commands/economics/formulas.ts";
import { defaults, statedDishonestShare, wantedMargin } from "../../commands/economics/parameters.ts";
import { study } from "../../commands/economics/study.ts";
import { tallyVotes, vote } from "../../commands/economics/vote.ts";
import { randomFrom } from "../../commands/seeded-random.ts";

const trials = 10_000;
/** Four standard deviations of a frequency: one seed in 16,000 would be so far off. */
const slack = (chance: number) => 4 * Math.sqrt(Math.max(chance * (1 - chance), 0.0005) / trials);

test("the random numbers are evenly spread and repeat with their seed", () => {
  const random = randomFrom(7);
  const numbers = Array.from({ length: trials }, random);
  const mean = numbers.reduce((sum, number) => sum + number, 0) / trials;
  assert.ok(Math.abs(mean - 0.5) < 4 * Math.sqrt(1 / 12 / trials));
  assert.ok(numbers.every((number) => number >= 0 && number < 1));
  const again = randomFrom(7);
  assert.deepEqual(numbers.slice(0, 5), Array.from({ length: 5 }, again));
});

test("the chance to miss skipped tiles is that of the contract's own draw", () => {
  for (const [tiles, skipped, sample] of [
    [64, 1, 2],
    [64, 20, 2],
    [8, 3, 4],
    [3, 3, 1],
  ] as const) {
    let missed = 0;
    const draws = 1_000;
    for (let seed = 1; seed <= draws; seed++)
      if (sampleTiles({ seed, lotId: 65536n, attempt: 0 }, tiles, sample).every((tile) => tile >= skipped))
        missed++;
    const chance = missChance(tiles, skipped, sample);
    const deviation = Math.sqrt((chance * (1 - chance)) / draws);
    assert.ok(
      Math.abs(missed / draws - chance) <= 4 * deviation,
      `${tiles} ${skipped} ${sample}: ${missed / draws}`,
    );
  }
});

test("the chance to be final before anybody honest seals is that of the trials", () => {
  for (const attesters of [2, 3])
    for (const stakeShare of [0.15, 0.3, 0.45])
      for (const operators of [4, 20]) {
        const parameters = { ...defaults, attesters };
        const { fast } = tallyVotes(randomFrom(11), trials, parameters, { stakeShare, operators }, true);
        const chance = fastCapture(parameters, { stakeShare, operators });
        assert.ok(
          Math.abs(fast - chance) < slack(chance),
          `q ${attesters}, ${stakeShare}: ${fast} and ${chance}`,
        );
      }
});

test("a tail of the binomial is the sum of its terms", () => {
  assert.ok(Math.abs(atLeast(2, 3, 0.5) - 0.5) < 1e-12);
  assert.equal(atLeast(0, 3, 0.2), 1);
  assert.equal(atLeast(2, 3, 1), 1);
  assert.ok(Math.abs(atLeast(3, 3, 0.1) - 0.001) < 1e-12);
});

test("the bearable chance is the one at which the margin is met, and the needed penalty meets it", () => {
  const chance = bearableChance(defaults, wantedMargin);
  assert.ok(Math.abs(marginOf(cheating(defaults, chance)) - wantedMargin) < 1e-9);
  const lateFeePart = neededPenalty(defaults, 0.4, wantedMargin);
  assert.ok(Math.abs(marginOf(cheating({ ...defaults, lateFeePart }, 0.4)) - wantedMargin) < 1e-9);
});

test("two sampled tiles deter skipping at any cost, one only below 0.565", () => {
  const margin = (sampleTiles: number, costPart: number) =>
    marginOf(worstSkipping({ ...defaults, sampleTiles, costPart, tilesInLot: 128 }).gamble);
  for (const costPart of [0.01, 0.25, 0.5, 0.88])
    assert.ok(margin(2, costPart) >= wantedMargin, `${costPart}`);
  assert.ok(margin(1, 0.56) >= wantedMargin);
  assert.ok(margin(1, 0.57) < wantedMargin);
  assert.equal(skipping(defaults, 64).won, 0);
});

test("more operators of one person than there are honest ones take any vote, however small their stake", () => {
  const parameters = { ...defaults, honestOperators: 3 };
  const { carried } = tallyVotes(randomFrom(3), 200, parameters, { stakeShare: 0.05, operators: 30 }, true);
  assert.ok(carried > 0.99);
  assert.ok(
    tallyVotes(randomFrom(3), 2_000, defaults, { stakeShare: 0.05, operators: 30 }, true).carried < 0.02,
  );
});

test("without an attacker a right picture passes, and a wrong one never", () => {
  const nobody = { stakeShare: 0, operators: 0 };
  for (let seed = 1; seed < 200; seed++) {
    assert.deepEqual(vote(randomFrom(seed), defaults, nobody, false), { carried: true, isFast: true });
    assert.equal(vote(randomFrom(seed), defaults, nobody, true).carried, false);
  }
});

test("the criterion holds at the defaults and fails where it must", () => {
  const found = study(5, 60_000);
  assert.ok(found.holds, JSON.stringify(found.criterion));
  assert.equal(study(5, 60_000).holds, found.holds);
  const { carried } = tallyVotes(randomFrom(9), trials, defaults, { stakeShare: 0.3, operators: 20 }, true);
  assert.ok(marginOf(cheating(defaults, carried)) < 1);
});

test("the tables of the document are those of the trials", () => {
  const text = readFileSync(new URL("../../docs/economics.md", import.meta.url), "utf8");
  const rows = [
    ...text.matchAll(/^\| (\d+) % \| ([\d.]+) % \| ([\d.]+) % \| ([\d.]+) % \| ([\d.]+) % \|$/gm),
  ];
  assert.equal(rows.length, 9);
  for (const [, share, ...cells] of rows) {
    const attackers = { stakeShare: Number(share) / 100, operators: defaults.honestOperators };
    const chances = [2, 3, 5].map(
      (attesters) => tallyVotes(randomFrom(21), trials, { ...defaults, attesters }, attackers, true).carried,
    );
    chances.push(1 - tallyVotes(randomFrom(22), trials, defaults, attackers, false).carried);
    for (const [at, chance] of chances.entries()) {
      const written = Number(cells[at]) / 100;
      assert.ok(
        Math.abs(written - chance) < slack(chance) + 0.001,
        `${share} %, column ${at}: ${written}, ${chance}`,
      );
    }
  }
  assert.ok(text.includes(`${statedDishonestShare * 100} %`));
  assert.ok(text.includes("Until there is a referee, safety rests on an honest majority of the drawn stake"));
});
