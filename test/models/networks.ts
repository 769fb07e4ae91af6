import type { IntegerLayer, IntegerNetwork } from "@graphiti/models/integer-network.ts";
import * as fc from "fast-check";

/** Small networks of two hidden layers with weights as wild as the bound allows. */
export const networks: fc.Arbitrary<IntegerNetwork> = fc
  .record({
    hidden: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    scale: fc.integer({ min: 1, max: 3 }),
    seed: fc.integer({ min: 1, max: 2 ** 30 }),
    levels: fc.integer({ min: 1, max: 511 }),
    bent: fc.boolean(),
  })
  .map(({ hidden: [first, second], scale, seed, levels, bent }) => {
    const next = integers(seed);
    const slope = bent ? { numerator: 3277, shift: 15 } : undefined;
    const hidden = { low: bent ? -10 * levels + 1 : -levels, high: levels, slope };
    const last = { low: 0, high: 255, slope: undefined };
    const layers = [
      layer("conv1", 3, first, 255, hidden, next),
      layer("conv2", first, second, levels, hidden, next),
      layer("conv3", second, 3 * scale ** 2, levels, last, next),
    ];
    return { layers, scale };
  });

/** A layer whose largest possible sum comes close to 2^24. */
function layer(
  name: string,
  inChannels: number,
  outChannels: number,
  largestInput: number,
  range: Pick<IntegerLayer, "low" | "high" | "slope">,
  next: () => number,
): IntegerLayer {
  const fan = 9 * inChannels;
  const largestWeight = Math.min(0x7fff, Math.floor((2 ** 24 - 2 ** 20) / (fan * largestInput)));
  const between = (limit: number) => (next() % (2 * limit + 1)) - limit;
  return {
    name,
    inChannels,
    outChannels,
    weights: Int32Array.from({ length: outChannels * fan }, () => between(largestWeight)),
    bias: Int32Array.from({ length: outChannels }, () => between(2 ** 20 - 1)),
    shifts: Uint8Array.from({ length: outChannels }, () => 8 + (next() % 9)),
    ...range,
  };
}

function integers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) >>> 0;
    return state >>> 1;
  };
}

/**
 * The same network in units 64 times as fine, with the new bits used: its sums reach 2^30, which integers hold and
 * float32 does not.
 */
export function beyondTheBound(network: IntegerNetwork): IntegerNetwork {
  const next = integers(11);
  const finer = (values: Int32Array) => values.map((value) => value * 64 + (next() % 64) - 32);
  const layers = network.layers.map((one) => ({
    ...one,
    weights: finer(one.weights),
    bias: finer(one.bias),
    shifts: one.shifts.map((shift) => shift + 6),
  }));
  return { layers, scale: network.scale };
}
