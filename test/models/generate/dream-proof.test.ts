import assert from "node:assert/strict";
import { test } from "node:test";
import { dreamPlan } from "@graphiti/models/generate/dream/plan.ts";
import { checkDream, proveDream } from "@graphiti/models/generate/dream/prove-dream.ts";
import { halfSide, largestCoordinate } from "@graphiti/models/generate/dream/shape.ts";
import { largestGrain, paperGrain } from "@graphiti/models/generate/paper-grain.ts";
import { foldPoint } from "@graphiti/models/generate/symmetry.ts";
import { exactLimit } from "@graphiti/models/proof.ts";
import { symmetryNames } from "@graphiti/protocol/generate-params.ts";
import * as fc from "fast-check";
import { anyParams } from "../../protocol/any-params.ts";
import { someParams } from "./arbitrary.ts";

const picture = { width: 64, height: 64 };

test("the bound holds for every seed: each sum below 2^24, each product within it", () => {
  const bounds = proveDream();
  assert.equal(bounds.length, 11);
  for (const { step, largest } of bounds) assert.ok(largest <= exactLimit, `${step}: ${largest}`);
  for (const product of ["sine", "bump", "soft"])
    assert.equal(
      bounds.find(({ step }) => step === product)?.largest,
      exactLimit,
      `${product} uses all of it`,
    );
});

test("every seed's network keeps the limits that the proof stands on", () => {
  fc.assert(
    fc.property(anyParams, (params) => checkDream(dreamPlan(params, picture).network)),
    { numRuns: 20 },
  );
});

test("the paper's grain stays within what the proof counts on", () => {
  const rect = { x: 100, y: 100, width: 300, height: 300 };
  const grain = paperGrain(someParams, { width: 8192, height: 8192 }, rect);
  const largest = grain.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  assert.ok(largest > largestGrain / 2 && largest <= largestGrain, `${largest}`);
});

test("no point of a picture, mirrored or not, has a larger coordinate than the proof allows", () => {
  const folded: [number, number] = [0, 0];
  let largest = 0;
  const fold = (symmetry: number, x: number, y: number) => {
    foldPoint(symmetry, x, y, folded);
    largest = Math.max(largest, ...folded.map(Math.abs));
  };
  for (let symmetry = 0; symmetry < symmetryNames.length; symmetry++)
    for (let along = -halfSide; along <= halfSide; along++) {
      for (const edge of [-halfSide, halfSide]) {
        fold(symmetry, edge, along);
        fold(symmetry, along, edge);
      }
      fold(symmetry, along, along);
    }
  assert.ok(largest > halfSide * 1.4 && largest <= largestCoordinate, `${largest}`);
});

test("a planted weight or bias beyond the limits is refused, naming layer and channel", () => {
  const { network } = dreamPlan(someParams, picture);
  const planted = (layer: number, change: (copy: { weights: Int32Array; bias: Int32Array }) => void) => {
    const layers = [...network.hidden, network.output].map((one) => ({
      ...one,
      weights: one.weights.slice(),
      bias: one.bias.slice(),
    }));
    change(layers[layer] as (typeof layers)[number]);
    return { ...network, hidden: layers.slice(0, -1), output: layers.at(-1) as (typeof layers)[number] };
  };
  const refused = [
    [
      planted(0, ({ weights }) => weights.fill(101, 6 * 5, 6 * 5 + 1)),
      /hidden 0, channel 5 has the weight 101/,
    ],
    [planted(2, ({ weights }) => weights.fill(-128, 24, 25)), /hidden 2, channel 1 has the weight -128/],
    [planted(4, ({ weights }) => weights.fill(128, 71, 72)), /output, channel 2 has the weight 128/],
    [planted(3, ({ bias }) => bias.fill(2 ** 21 + 1, 7, 8)), /hidden 3, channel 7 has the bias 2097153/],
  ] as const;
  for (const [one, message] of refused)
    assert.throws(() => checkDream(one), { code: "MODEL_UNSOUND", message });
});
