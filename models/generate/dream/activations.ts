import { one } from "./shape.ts";

const two = 2 * one;

/** Replaces integers by their activations. */
type Activation = (values: Int32Array) => void;

/** z folded into −2 … 2, the period of the waves. */
const wrap = (z: number): number => ((z + two) & (4 * one - 1)) - two;

const clamp = (z: number, limit: number): number => (z < -limit ? -limit : z > limit ? limit : z);

/** A parabola for each half wave, near sin(πz/2): t · (2 − |t|). The product stays within 2^24. */
const sine: Activation = (values) => {
  for (let at = 0; at < values.length; at++) {
    const t = wrap(values[at] as number);
    values[at] = (t * (two - (t < 0 ? -t : t))) >> 12;
  }
};

/** The same wave a quarter later, with straight flanks: 1 − |t|. */
const triangle: Activation = (values) => {
  for (let at = 0; at < values.length; at++) {
    const t = wrap(values[at] as number);
    values[at] = one - (t < 0 ? -t : t);
  }
};

/** A hill four wide on a plain of −1: 2(1 − (t/2)²)² − 1. */
const bump: Activation = (values) => {
  for (let at = 0; at < values.length; at++) {
    const t = clamp(values[at] as number, two) >> 1;
    const q = one - ((t * t) >> 12);
    values[at] = ((q * q) >> 11) - one;
  }
};

/** A smooth clamp to ±1: t(3 − t²)/2. */
const soft: Activation = (values) => {
  for (let at = 0; at < values.length; at++) {
    const t = clamp(values[at] as number, one);
    values[at] = (t * (one + one / 2 - ((t * t) >> 13))) >> 12;
  }
};

/** In the order of the channels' groups. */
export const activations: readonly Activation[] = [sine, triangle, bump, soft];
