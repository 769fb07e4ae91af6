import {
  type Convolution,
  halfOf,
  type IntegerNetwork,
  type IntegerNode,
} from "@graphiti/models/integer-network.ts";
import { runReference } from "@graphiti/models/reference.ts";
import type { Dice } from "../protocol/cases.ts";

/** One value of one layer: what a contract is asked, and what the interpreter says. */
export type Neuron =
  | { kind: "convolution"; given: ConvolutionCase; answer: number }
  | { kind: "add" | "output"; given: SumCase; answer: number }
  | { kind: "mean"; given: readonly bigint[]; answer: number }
  | { kind: "wave"; given: DreamtCase; answer: number }
  /** The contract answers whence the value comes; the case says what lies there. */
  | {
      kind: "nearest" | "pixels" | "crop";
      given: PlaceCase;
      valueAt: (place: PlaceCase) => number;
      answer: number;
    };

export type PlaceCase = { channel: bigint; x: bigint; y: bigint; amount: bigint };
type PartCase = { weights: bigint[]; inputs: bigint[]; bias: bigint; shift: bigint };
type ConvolutionCase = {
  parts: PartCase[];
  ending: {
    fraction: bigint;
    low: bigint;
    high: bigint;
    bends: boolean;
    numerator: bigint;
    slopeShift: bigint;
    slopeHalf: bigint;
  };
};
export type DreamtCase = { weights: bigint[]; inputs: bigint[]; bias: bigint; wave: number };
export type SumCase = {
  weights: bigint[];
  inputs: bigint[];
  bias: bigint;
  shift: bigint;
  low: bigint;
  high: bigint;
};

type Planes = { values: ArrayLike<number>; channels: number; width: number; height: number };
export type Tile = { planar: Uint8Array; width: number; height: number };

export const big = (values: Iterable<number>): bigint[] => Array.from(values, BigInt);

/** Each place of a network as the interpreter computes it; every one is made the probe once. */
export function placesOf(network: IntegerNetwork, { planar, width, height }: Tile): Map<number, Planes> {
  const places = new Map<number, Planes>([[-1, { values: planar, channels: 3, width, height }]]);
  for (let place = 0; place < network.nodes.length; place++) {
    const run = runReference({ ...network, probe: place }, planar, width, height);
    const { probe, probeChannels, probeWidth, probeHeight } = run;
    places.set(place, { values: probe, channels: probeChannels, width: probeWidth, height: probeHeight });
  }
  return places;
}

const valueAt = ({ values, width, height }: Planes, channel: number, x: number, y: number): number =>
  x < 0 || y < 0 || x >= width || y >= height ? 0 : (values[(channel * height + y) * width + x] as number);

/** One value, drawn from any place of a network. */
export function drawNeuron(dice: Dice, network: IntegerNetwork, places: Map<number, Planes>): Neuron {
  const place = dice.between(0, network.nodes.length - 1);
  const node = network.nodes[place] as IntegerNode;
  const own = places.get(place) as Planes;
  // The ends of a row are drawn more often than what lies between: there the padding shows.
  const channel = dice.between(0, own.channels - 1);
  const x = dice.between(0, own.width - 1);
  const y = dice.between(0, own.height - 1);
  const answer = valueAt(own, channel, x, y);
  const read = (from: number) => places.get(from) as Planes;
  switch (node.kind) {
    case "convolution":
      return { kind: "convolution", given: convolutionCase(node, read, channel, x, y), answer };
    case "add":
      return {
        kind: "add",
        given: {
          weights: big(node.terms.map(({ multiplier }) => multiplier)),
          inputs: big(node.terms.map(({ from }) => valueAt(read(from), channel, x, y))),
          bias: 0n,
          shift: BigInt(node.shift),
          low: BigInt(node.low),
          high: BigInt(node.high),
        },
        answer,
      };
    case "mean": {
      const input = read(node.from);
      const block = [0, 1, 2, 3].map((at) => valueAt(input, channel, 2 * x + (at & 1), 2 * y + (at >> 1)));
      return { kind: "mean", given: big(block), answer };
    }
    default: {
      const amount = BigInt(node.kind === "crop" ? node.margin : node.scale);
      const given = { channel: BigInt(channel), x: BigInt(x), y: BigInt(y), amount };
      const lookUp = (whence: PlaceCase) =>
        valueAt(read(node.from), Number(whence.channel), Number(whence.x), Number(whence.y));
      return { kind: node.kind, given, valueAt: lookUp, answer };
    }
  }
}

function convolutionCase(
  node: Convolution,
  read: (from: number) => Planes,
  channel: number,
  x: number,
  y: number,
): ConvolutionCase {
  const parts = node.parts.map(({ from, inChannels, weights, bias, shifts }): PartCase => {
    const fan = 9 * inChannels;
    const inputs = Array.from({ length: fan }, (_, at) => {
      const [i, ky, kx] = [Math.floor(at / 9), Math.floor((at % 9) / 3), at % 3];
      return valueAt(read(from), i, x + kx - node.padding, y + ky - node.padding);
    });
    return {
      weights: big(weights.subarray(channel * fan, (channel + 1) * fan)),
      inputs: big(inputs),
      bias: BigInt(bias[channel] as number),
      shift: BigInt(shifts[channel] as number),
    };
  });
  return {
    parts,
    ending: {
      fraction: BigInt(node.fraction),
      low: BigInt(node.low[channel] as number),
      high: BigInt(node.high),
      bends: node.slope !== undefined,
      numerator: BigInt(node.slope?.numerators[channel] ?? 0),
      slopeShift: BigInt(node.slope?.shift ?? 0),
      slopeHalf: BigInt(node.slope ? halfOf(node.slope) : 0),
    },
  };
}
