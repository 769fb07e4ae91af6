import type {
  Convolution,
  ConvolutionPart,
  IntegerNetwork,
  IntegerNode,
} from "@graphiti/models/integer-network.ts";
import type { Dice } from "../protocol/cases.ts";

const largestSum = 2 ** 24 - 2 ** 20;
/** No hidden value is larger. */
const largestValue = 511;

type Source = { place: number; channels: number; largest: number };

/**
 * A network of every kind of node, with weights as wild as the bound allows: plain and padded convolutions, slopes of
 * each channel's own, convolutions in several parts, scaled additions, blocks of pixels taken apart and joined.
 * Twice the size of its input, less what the first convolution eats.
 */
export function randomNetwork(dice: Dice): IntegerNetwork {
  const tile: Source = { place: -1, channels: 3, largest: 255 };
  const width = dice.between(1, 4);
  const hidden = (place: number): Source => ({ place, channels: width, largest: largestValue });
  const padding = dice.between(0, 1) as 0 | 1;
  const nodes: IntegerNode[] = [
    convolution(dice, "conv1", [tile], width, padding),
    convolution(dice, "conv2", [hidden(0)], width, 1),
    {
      kind: "add",
      name: "add1",
      terms: [0, 1].map((from) => ({ from, multiplier: dice.between(-4096, 4096) })),
      shift: dice.between(0, 13),
      low: -largestValue,
      high: largestValue,
    },
    convolution(dice, "conv3", [hidden(2), hidden(0), hidden(1)], width, 1),
    { kind: "nearest", name: "nearest1", from: 3, scale: 2 },
    { kind: "mean", name: "mean1", from: 4 },
    { kind: "nearest", name: "nearest2", from: 5, scale: 2 },
    convolution(dice, "conv4", [hidden(6)], width, 1),
    { kind: "mean", name: "mean2", from: 7 },
    { kind: "crop", name: "crop1", from: 8, margin: 1 },
    lastConvolution(dice, hidden(9)),
    { kind: "pixels", name: "pixels1", from: 10, scale: 2 },
  ];
  return { nodes, scale: 2, probe: dice.between(0, 9) };
}

/** A dice that throws every value alike: ends are not to be met more often in a thousand weights. */
const alike = (dice: Dice, most: number): number => Number(dice.bits(32) % BigInt(2 * most + 1)) - most;

function part(
  dice: Dice,
  { place, channels, largest }: Source,
  outChannels: number,
  least: number,
): ConvolutionPart {
  const fan = 9 * channels;
  const most = Math.min(0x7fff, Math.floor(largestSum / (fan * largest)));
  return {
    from: place,
    inChannels: channels,
    weights: Int32Array.from({ length: outChannels * fan }, () => alike(dice, most)),
    bias: Int32Array.from({ length: outChannels }, () => alike(dice, 2 ** 20 - 1)),
    shifts: Uint8Array.from({ length: outChannels }, () => dice.between(Math.max(least, 10), 17)),
  };
}

function convolution(
  dice: Dice,
  name: string,
  from: Source[],
  outChannels: number,
  padding: 0 | 1,
): Convolution {
  const fraction = from.length === 1 ? 0 : dice.between(0, 3);
  const bends = dice.bits(2) !== 0n;
  // A slope of channels, some of them 0, some falling.
  const numerators = Int32Array.from({ length: outChannels }, () =>
    dice.bits(3) === 0n ? 0 : alike(dice, 3000),
  );
  return {
    kind: "convolution",
    name,
    outChannels,
    padding,
    parts: from.map((one) => part(dice, one, outChannels, fraction)),
    fraction,
    low: Int32Array.from({ length: outChannels }, () => -dice.between(0, largestValue)),
    high: largestValue,
    slope: bends ? { numerators, shift: 12, ...(dice.bits(1) === 0n && { rounds: true }) } : undefined,
  };
}

function lastConvolution(dice: Dice, from: Source): Convolution {
  const one = convolution(dice, "conv5", [from], 12, 1);
  return { ...one, low: new Int32Array(12), high: 255, slope: undefined };
}
