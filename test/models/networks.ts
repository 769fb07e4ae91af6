import {
  type Convolution,
  type ConvolutionPart,
  type IntegerNetwork,
  type Slope,
  tilePlace,
} from "@graphiti/models/integer-network.ts";
import * as fc from "fast-check";

type Next = () => number;
type Input = { from: number; channels: number; largest: number };
const tile: Input = { from: tilePlace, channels: 3, largest: 255 };

/** What a random network is made of. */
const ingredients = fc.record({
  widths: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
  seed: fc.integer({ min: 1, max: 2 ** 30 }),
  levels: fc.integer({ min: 2, max: 511 }),
  activation: fc.constantFrom("none" as const, "leaky" as const, "own" as const),
});

/** Two hidden layers without padding, then pixels. */
const chains = fc.tuple(ingredients, fc.integer({ min: 1, max: 3 })).map(
  ([
    {
      widths: [first, second],
      seed,
      levels,
      activation,
    },
    scale,
  ]): IntegerNetwork => {
    const next = integers(seed);
    const hidden = { levels, activation, padding: 0, fraction: 0 } as const;
    const nodes = [
      convolution("conv1", [tile], first, hidden, next),
      convolution("conv2", [{ from: 0, channels: first, largest: levels }], second, hidden, next),
      result("conv3", { from: 1, channels: second, largest: levels }, 3 * scale ** 2, 0, next),
      { kind: "pixels" as const, name: "pixels1", from: 2, scale },
    ];
    return { nodes, scale, probe: 1 };
  },
);

/** One node of each kind: a split convolution, a scaled addition, an enlarged tile added to the result, a mean. */
const graphs = fc.tuple(ingredients, fc.integer({ min: 0, max: 2 })).map(
  ([
    {
      widths: [width, inner],
      seed,
      levels,
      activation,
    },
    probe,
  ]): IntegerNetwork => {
    const next = integers(seed);
    const hidden = { levels, activation, padding: 1, fraction: 0 } as const;
    const sum = { name: "add1", shift: 12, low: -levels, high: levels };
    const factor = () => (next() % 8191) - 4095;
    const first = { from: 0, channels: width, largest: levels };
    const nodes: IntegerNetwork["nodes"] = [
      convolution("conv1", [tile], width, hidden, next),
      convolution("conv2", [tile, first], width, { ...hidden, fraction: 5 }, next),
      {
        kind: "add",
        ...sum,
        terms: [
          { from: 0, multiplier: 4096 },
          { from: 1, multiplier: factor() },
        ],
      },
      { kind: "nearest", name: "nearest1", from: 2, scale: 2 },
      convolution("conv3", [{ from: 3, channels: width, largest: levels }], inner, hidden, next),
      {
        ...result("conv4", { from: 4, channels: inner, largest: levels }, 12, 1, next),
        low: new Int32Array(12).fill(-255),
      },
      { kind: "pixels", name: "pixels1", from: 5, scale: 2 },
      { kind: "nearest", name: "nearest2", from: tilePlace, scale: 4 },
      {
        kind: "add",
        name: "add2",
        terms: [
          { from: 6, multiplier: 1 },
          { from: 7, multiplier: 1 },
        ],
        shift: 0,
        low: 0,
        high: 255,
      },
      { kind: "mean", name: "mean1", from: 8 },
      { kind: "crop", name: "crop1", from: 9, margin: 3 },
    ];
    return { nodes, scale: 2, probe };
  },
);

/** Small networks of all kinds of nodes, with weights as wild as the bound allows. */
export const networks: fc.Arbitrary<IntegerNetwork> = fc.oneof(chains, graphs);

type Shape = {
  levels: number;
  activation: "none" | "leaky" | "own";
  padding: 0 | 1;
  fraction: number;
};

/** A convolution each of whose parts comes close to sums of 2^24. */
function convolution(
  name: string,
  inputs: readonly Input[],
  outChannels: number,
  { levels, activation, padding, fraction }: Shape,
  next: Next,
): Convolution {
  const numerator = () => 1638 + (next() % 40_000);
  const alike = numerator();
  const numerators = Int32Array.from({ length: outChannels }, () => {
    return activation === "leaky" ? alike : numerator() * (next() % 4 ? 1 : -1);
  });
  const slope: Slope | undefined =
    activation === "none"
      ? undefined
      : { numerators, shift: 15, ...(next() % 2 === 0 && { rounds: true as const }) };
  return {
    kind: "convolution",
    name,
    outChannels,
    padding,
    fraction,
    parts: inputs.map((input) => part(input, outChannels, next)),
    low: numerators.map((one) => (slope ? -Math.floor(((levels - 1) * 2 ** 15) / Math.abs(one)) : -levels)),
    high: levels,
    slope,
  };
}

function result(name: string, input: Input, outChannels: number, padding: 0 | 1, next: Next): Convolution {
  const shape = { levels: 255, activation: "none", padding, fraction: 0 } as const;
  return { ...convolution(name, [input], outChannels, shape, next), low: new Int32Array(outChannels) };
}

function part({ from, channels, largest }: Input, outChannels: number, next: Next): ConvolutionPart {
  const fan = 9 * channels;
  const largestWeight = Math.min(0x7fff, Math.floor((2 ** 24 - 2 ** 20) / (fan * largest)));
  const between = (limit: number) => (next() % (2 * limit + 1)) - limit;
  return {
    from,
    inChannels: channels,
    weights: Int32Array.from({ length: outChannels * fan }, () => between(largestWeight)),
    bias: Int32Array.from({ length: outChannels }, () => between(2 ** 20 - 1)),
    shifts: Uint8Array.from({ length: outChannels }, () => 8 + (next() % 9)),
  };
}

function integers(seed: number): Next {
  let state = seed;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) >>> 0;
    return state >>> 1;
  };
}

export function convolutionsOf({ nodes }: IntegerNetwork): Convolution[] {
  return nodes.filter((node) => node.kind === "convolution");
}

/** The network with its first convolution, and that one's first part, changed. */
export function withFirst(
  network: IntegerNetwork,
  change: Partial<Convolution>,
  partChange: Partial<ConvolutionPart> = {},
): IntegerNetwork {
  const [first, ...rest] = network.nodes as [Convolution, ...IntegerNetwork["nodes"]];
  const [own, ...others] = first.parts as [ConvolutionPart, ...ConvolutionPart[]];
  const parts = [{ ...own, ...partChange }, ...others];
  return { ...network, nodes: [{ ...first, parts, ...change }, ...rest] };
}

/**
 * The same network in units 64 times as fine, with the new bits used: its sums reach 2^30, which integers hold and
 * float32 does not.
 */
export function beyondTheBound(network: IntegerNetwork): IntegerNetwork {
  const next = integers(11);
  const finer = (values: Int32Array) => values.map((value) => value * 64 + (next() % 64) - 32);
  const nodes = network.nodes.map((node) => {
    if (node.kind !== "convolution") return node;
    const parts = node.parts.map((own) => ({
      ...own,
      weights: finer(own.weights),
      bias: finer(own.bias),
      shifts: own.shifts.map((shift) => shift + 6),
    }));
    return { ...node, parts };
  });
  return { ...network, nodes };
}
