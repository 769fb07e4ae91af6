import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { compile } from "../compile.ts";
import { disagreements, drawNeurons } from "./disagreements.ts";

const library = "contracts/libraries/NeuronMath.sol";
const source = readFileSync(new URL(`../../../${library}`, import.meta.url), "utf8");
const compiled = (changed = {}) => compile("test/agreement/neurons/Neurons.sol", "Neurons", changed);
const seed = 20_311;

describe("NeuronMath and the interpreters", () => {
  test("agree on 2,000 neurons of every kind of layer", async () => {
    const { found, asked } = await disagreements(compiled(), drawNeurons(2_000, seed));
    assert.deepEqual(found, []);
    const kinds = Object.keys(asked).toSorted();
    assert.deepEqual(kinds, ["add", "convolution", "crop", "mean", "nearest", "output", "pixels", "wave"]);
    assert.equal(
      Object.values(asked).reduce((sum, count) => sum + count, 0),
      2_000,
    );
  });

  /** Each is a slip that somebody could make; the neurons have to show it. */
  const slips: [what: string, from: string, to: string][] = [
    ["a division that rounds towards zero", "sum >>= shift;", "sum /= int256(1) << shift;"],
    [
      "parts that are divided all the way before they are added",
      "part.shift - ending.fraction",
      "part.shift",
    ],
    [
      "a slope that rounds towards zero",
      ">> ending.slopeShift : z",
      "/ (int256(1) << ending.slopeShift) : z",
    ],
    ["a slope that never rounds", " + ending.slopeHalf", ""],
    ["a slope above zero too", "z < 0 && ending.bends", "ending.bends"],
    ["an addition that rounds down", "int256(1) << (shift - 1)", "int256(0)"],
    ["a mean that rounds down", "+ d + 2)", "+ d)"],
    ["a mean that rounds half down", "+ d + 2)", "+ d + 1)"],
    ["a clamp without its upper end", "value > high ? high : value", "value"],
    ["a sine of the other sign", "2 * ONE - _magnitude(t)", "2 * ONE + _magnitude(t)"],
    ["a hill that is rounded away", "(hill * hill) >> 11", "((hill * hill) >> 12) * 2"],
    ["a soft clamp that is too hard", "(held * held) >> 13", "(held * held) >> 12"],
    [
      "blocks of pixels taken column by column",
      "(y % scale) * scale + (x % scale)",
      "(x % scale) * scale + (y % scale)",
    ],
    ["a crop of one side", "(x + margin, y + margin)", "(x, y + margin)"],
  ];
  for (const [what, from, to] of slips)
    test(`disagree about ${what}`, async () => {
      assert.equal(source.split(from).length, 2, "the slip must change one place");
      const spoilt = compiled({ [library]: source.replace(from, to) });
      const { found } = await disagreements(spoilt, drawNeurons(600, seed));
      assert.ok(found.length > 0);
    });
});
