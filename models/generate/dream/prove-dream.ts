import { fail } from "@graphiti/protocol/errors.ts";
import { exactLimit } from "../../proof.ts";
import { largestGrain } from "../paper-grain.ts";
import { colouring } from "./colouring.ts";
import {
  type DreamLayer,
  type DreamNetwork,
  features,
  hidden,
  hiddenLayers,
  largestBias,
  largestCoordinate,
  largestWeight,
  one,
  outputShift,
} from "./shape.ts";

/** The largest magnitude that a step of the network can reach. */
export type StepBound = { step: string; largest: number };

/**
 * Proves that float32 computes every dream exactly, whatever its seed: from the largest weight, bias and coordinate
 * alone, Σ|w| · max|x| + |b| < 2^24 in each layer, and each product of an activation stays within 2^24 for every
 * number it can meet.
 * @throws GraphitiError MODEL_UNSOUND, naming the step
 */
export function proveDream(): StepBound[] {
  const sums = [
    bound("hidden 0", features * largestWeight.first * largestCoordinate + largestBias),
    ...Array.from({ length: hiddenLayers - 1 }, (_, at) =>
      bound(`hidden ${at + 1}`, hidden * largestWeight.hidden * one + largestBias),
    ),
    bound("output", hidden * largestWeight.output * one + largestBias),
  ];
  const output = (sums.at(-1) as StepBound).largest / 2 ** outputShift;
  return [
    ...sums,
    ...activationBounds(),
    bound("samples, in 16ths", output * 16),
    bound("hue", hueBound(output)),
    bound("light", lightBound(output)),
  ];
}

function bound(step: string, largest: number): StepBound {
  if (!(largest < exactLimit))
    fail("MODEL_UNSOUND", `Not exact in float32: ${step} can sum to ${largest}; the limit is ${exactLimit}.`);
  return { step, largest };
}

const hueBound = (output: number) => output + colouring.hueStep * 2 * colouring.edge;

const lightBound = (output: number) => {
  const { samples, lightStep, middleLight, shadowDepth, shadowReach } = colouring;
  return output + largestGrain + middleLight + lightStep * samples.length + shadowDepth * shadowReach;
};

/** By trying every number that the wraps and clamps let through. 2^24 itself is still exact. */
function activationBounds(): StepBound[] {
  const largest = { sine: 0, bump: 0, soft: 0 };
  for (let t = -2 * one; t <= 2 * one; t++) {
    largest.sine = Math.max(largest.sine, Math.abs(t * (2 * one - Math.abs(t))));
    const near = t >> 1;
    const hill = one - ((near * near) >> 12);
    largest.bump = Math.max(largest.bump, near * near, hill * hill);
    const held = Math.max(-one, Math.min(one, t));
    const slope = one + one / 2 - ((held * held) >> 13);
    largest.soft = Math.max(largest.soft, held * held, Math.abs(held * slope));
  }
  return Object.entries(largest).map(([name, product]) => {
    if (product > exactLimit)
      fail(
        "MODEL_UNSOUND",
        `Not exact in float32: ${name} multiplies to ${product}; the limit is ${exactLimit}.`,
      );
    return { step: name, largest: product };
  });
}

/**
 * Checks that a network keeps the limits that the proof stands on.
 * @throws GraphitiError MODEL_UNSOUND, naming layer and channel
 */
export function checkDream({ hidden: layers, output }: DreamNetwork): void {
  for (const [at, layer] of layers.entries())
    checkLayer(`hidden ${at}`, layer, at === 0 ? largestWeight.first : largestWeight.hidden);
  checkLayer("output", output, largestWeight.output);
}

function checkLayer(name: string, { inChannels, weights, bias }: DreamLayer, largest: number): void {
  const weight = weights.findIndex((value) => Math.abs(value) > largest);
  if (weight >= 0)
    fail(
      "MODEL_UNSOUND",
      `Not exact in float32: ${name}, channel ${Math.floor(weight / inChannels)} has the weight ${weights[weight]}.`,
    );
  const channel = bias.findIndex((value) => Math.abs(value) > largestBias);
  if (channel >= 0)
    fail("MODEL_UNSOUND", `Not exact in float32: ${name}, channel ${channel} has the bias ${bias[channel]}.`);
}
