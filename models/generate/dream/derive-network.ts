import type { GenerateParams } from "@graphiti/protocol/generate-params.ts";
import { SeedStream } from "../seed-stream.ts";
import { cornerCoordinates } from "./coordinates.ts";
import { runNetwork } from "./run-network.ts";
import {
  type DreamLayer,
  type DreamNetwork,
  features,
  halfSide,
  hidden,
  hiddenLayers,
  largestBias,
  largestWeight,
  outputShift,
  outputs,
} from "./shape.ts";

/** Candidates that a seed draws, of which it keeps the one that is as busy as asked for. */
const candidates = 6;
const gridSize = 28;

export function deriveNetwork({ seed, complexity, symmetry, variation }: GenerateParams): DreamNetwork {
  let best: DreamNetwork | undefined;
  let bestMiss = Number.POSITIVE_INFINITY;
  for (let candidate = 0; candidate < candidates; candidate++) {
    const { network, busyness } = level(draw(seed, candidate, complexity, variation), symmetry, complexity);
    const miss = Math.abs(busyness - wantedBusyness(complexity));
    if (miss < bestMiss) {
      best = network;
      bestMiss = miss;
    }
  }
  return best as DreamNetwork;
}

/** Mean step of the palette's place between neighbours of the grid. */
const wantedBusyness = (complexity: number): number => 900 + 260 * complexity;

function draw(
  seed: GenerateParams["seed"],
  candidate: number,
  complexity: number,
  variation: number,
): DreamNetwork {
  const base = new SeedStream(`dream ${candidate}`, seed);
  const cousin = new SeedStream(`dream ${candidate} variation ${variation}`, seed);
  // A cousin keeps most of each weight. Both streams are read alike, so every draw has its place.
  const near = (deviation: number) => {
    const own = base.normal(deviation);
    const other = cousin.normal(deviation);
    return variation === 0 ? own : Math.trunc((own * 15 + other * 6) / 16);
  };
  const layer = (inChannels: number, outChannels: number, deviation: number, largest: number) => ({
    inChannels,
    outChannels,
    weights: Int32Array.from({ length: inChannels * outChannels }, () =>
      Math.max(-largest, Math.min(largest, near(deviation))),
    ),
    bias: Int32Array.from({ length: outChannels }, () => base.between(-largestBias, largestBias)),
  });
  const coordinate = () => base.between(-(halfSide * 3) / 4, (halfSide * 3) / 4);
  return {
    points: Array.from({ length: 3 }, () => [coordinate(), coordinate()] as const),
    hidden: Array.from({ length: hiddenLayers }, (_, at) =>
      at === 0
        ? layer(features, hidden, 22 + 6 * complexity, largestWeight.first)
        : layer(hidden, hidden, 50 + complexity, largestWeight.hidden),
    ),
    output: layer(hidden, outputs, 60, largestWeight.output),
  };
}

/** What the middle nine tenths of each output are to span: the palette's circle is 16384 long, light 16384 deep. */
const spans = (complexity: number) => [10000 + 2000 * complexity, 15000, 16384];

/** Sets the output layer so that each output covers its range in every picture, and measures how busy it is. */
function level(network: DreamNetwork, symmetry: number, complexity: number) {
  const square = { width: gridSize, height: gridSize };
  const columns = gridSize + 1;
  const grid = cornerCoordinates(network, symmetry, square, { x: 0, y: 0, ...square });
  const plain = { ...network.output, bias: new Int32Array(outputs) };
  const cells = columns ** 2;
  const { out } = runNetwork({ ...network, output: plain }, grid, cells);
  const output: DreamLayer = { ...plain, weights: plain.weights.slice() };
  let busyness = 0;
  for (const [channel, span] of spans(complexity).entries()) {
    const values = out.subarray(channel * cells, (channel + 1) * cells);
    const sorted = values.slice().sort();
    const at = (twentieths: number) => sorted[Math.floor((cells * twentieths) / 20)] as number;
    const scale = Math.min(1024, Math.floor((span * 256) / Math.max(1, at(19) - at(1))));
    for (let i = channel * hidden; i < (channel + 1) * hidden; i++)
      output.weights[i] = clamp(((plain.weights[i] as number) * scale) >> 8, largestWeight.output);
    const middle = channel === 2 ? at(13) : at(10);
    output.bias[channel] = clamp(-((middle * scale) >> 8) * 2 ** outputShift, largestBias);
    if (channel === 0) {
      let steps = 0;
      for (let i = 1; i < cells; i++)
        if (i % columns) steps += Math.abs((values[i] as number) - (values[i - 1] as number));
      busyness = Math.floor(((steps / cells) * scale) / 256);
    }
  }
  return { network: { ...network, output }, busyness };
}

const clamp = (value: number, limit: number): number => Math.max(-limit, Math.min(limit, value));
