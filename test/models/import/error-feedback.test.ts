import assert from "node:assert/strict";
import { test } from "node:test";
import { feedbackOf, roundWithFeedback } from "@graphiti/models/import/error-feedback.ts";
import { noise } from "../tiles.ts";

const channels = 3;
const fan = channels * 9;
const steps = [2, 0.5, 1];

/** Patches whose neighbours are alike, as in pictures. */
function patches(count: number): Float64Array[] {
  const next = noise(5);
  return Array.from({ length: count }, () => {
    const base = next();
    return Float64Array.from(
      { length: fan },
      (_, at) => (steps[Math.floor(at / 9)] as number) * (base + next() / 8),
    );
  });
}

const squares = (rounded: ArrayLike<number>, wanted: Float64Array, seen: readonly Float64Array[]) =>
  seen.reduce((total, patch) => {
    const off = patch.reduce((sum, value, at) => {
      const step = steps[Math.floor(at / 9)] as number;
      return sum + (value / step) * ((rounded[at] as number) - (wanted[at] as number));
    }, 0);
    return total + off ** 2;
  }, 0);

test("rounding with feedback loses far less of what a layer computes than rounding each weight", () => {
  const seen = patches(400);
  const upper = feedbackOf(seen, steps);
  const wanted = Float64Array.from({ length: fan }, (_, at) => at - 13 + 0.375);
  const plain = wanted.map(Math.round);
  const rounded = roundWithFeedback(wanted, upper, 64);
  assert.ok(rounded.every((weight) => Math.abs(weight) <= 64));
  const [kept, lost] = [squares(rounded, wanted, seen), squares(plain, wanted, seen)];
  assert.ok(kept < lost / 10, `${kept} is not far less than ${lost}`);
});

test("whole weights stay, and large ones are cut off", () => {
  const upper = feedbackOf(patches(100), steps);
  const whole = Float64Array.from({ length: fan }, (_, at) => at - 13);
  assert.deepEqual([...roundWithFeedback(whole, upper, 64)], [...whole]);
  assert.ok(
    roundWithFeedback(
      whole.map((weight) => weight * 9),
      upper,
      64,
    ).every((weight) => Math.abs(weight) <= 64),
  );
});
