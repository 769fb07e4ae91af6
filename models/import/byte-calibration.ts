import { InferenceSession, Tensor } from "onnxruntime-node";
import { type GeneratorName, generators } from "../generate/generators.ts";
import { type IntegerNetwork, kernelSize } from "../integer-network.ts";
import { emitInteger, tensorNames } from "../onnx/emit-integer.ts";
import type { CalibrationTile } from "./calibration.ts";
import { syntheticTiles } from "./calibration-tiles.ts";

/** A picture by its numbers, and how much is taken of it. */
export type ByteCalibration = {
  pictures: readonly {
    generator: GeneratorName;
    seed: number;
    palette: number;
    complexity: number;
    variation: number;
  }[];
  /** Pixels of a picture's side. */
  side: number;
  patchesPerPicture: number;
  valuesPerPicture: number;
};

/** What was seen of a network, layer by layer, in its own steps. */
export type LayerSamples = {
  /** Before each convolution: patches as its weights see them, [inChannels][3][3]. */
  patches: Float64Array[];
  /** After it: values by channel. Empty after the last. */
  values: number[][];
};

type Planes = { data: ArrayLike<number>; channels: number; width: number; height: number };

/**
 * Runs an exact network over generated pictures, and over tiles that reach the extremes. All of it is whole numbers
 * that any machine finds alike, so weights rounded by it can be made again from the recipe's few numbers.
 */
export async function sampleLayers(
  network: IntegerNetwork,
  calibration: ByteCalibration,
): Promise<LayerSamples[]> {
  const count = network.nodes.filter(({ kind }) => kind === "convolution").length;
  const tiles = [
    ...calibration.pictures.map((picture) => pictureTile(picture, calibration.side)),
    ...syntheticTiles(),
  ];
  const samples = Array.from({ length: count }, (): LayerSamples => ({ patches: [], values: [] }));
  const next = positions();
  for (let place = -1; place < count - 1; place++) {
    const session =
      place < 0 ? undefined : await InferenceSession.create(emitInteger({ ...network, probe: place }));
    for (const tile of tiles) {
      const planes = session ? await probeOf(session, tile) : { ...tile, data: tile.planar, channels: 3 };
      if (tile.typical)
        takePatches(planes, calibration.patchesPerPicture, next, samples[place + 1] as LayerSamples);
      if (place >= 0) takeValues(planes, calibration.valuesPerPicture, next, samples[place] as LayerSamples);
    }
    await session?.release();
  }
  return samples;
}

function pictureTile(picture: ByteCalibration["pictures"][number], side: number): CalibrationTile {
  const { generator, seed, ...choices } = picture;
  const size = { width: side, height: side };
  const byte = seed.toString(16).padStart(2, "0");
  const params = { seed: `0x${byte.repeat(16)}` as const, symmetry: 0, ...choices };
  const { pixels } = generators[generator].renderTile(params, size, { x: 0, y: 0, ...size });
  return { planar: pixels, ...size, typical: true };
}

async function probeOf(
  session: InferenceSession,
  { planar, width, height }: CalibrationTile,
): Promise<Planes> {
  const pixels = new Tensor("float32", Float32Array.from(planar), [1, 3, height, width]);
  const { probe } = (await session.run({ [tensorNames.pixels]: pixels }, [tensorNames.probe])) as {
    probe: Tensor;
  };
  const [, channels, rows, columns] = probe.dims as [number, number, number, number];
  return { data: probe.data as Float32Array, channels, width: columns, height: rows };
}

function takePatches(
  { data, channels, width, height }: Planes,
  count: number,
  next: Next,
  to: LayerSamples,
): void {
  for (let n = 0; n < count; n++) {
    const [left, top] = [next(width - kernelSize + 1), next(height - kernelSize + 1)];
    const patch = new Float64Array(channels * kernelSize ** 2);
    let at = 0;
    for (let i = 0; i < channels; i++)
      for (let y = 0; y < kernelSize; y++)
        for (let x = 0; x < kernelSize; x++)
          patch[at++] = data[(i * height + top + y) * width + left + x] as number;
    to.patches.push(patch);
  }
}

/** Values at random, and the least and the largest. */
function takeValues(
  { data, channels, width, height }: Planes,
  count: number,
  next: Next,
  to: LayerSamples,
): void {
  const plane = width * height;
  for (let c = 0; c < channels; c++) {
    to.values[c] ??= [];
    const values = to.values[c] as number[];
    let [low, high] = [Infinity, -Infinity];
    for (let at = c * plane; at < (c + 1) * plane; at++) {
      low = Math.min(low, data[at] as number);
      high = Math.max(high, data[at] as number);
    }
    for (let n = 0; n < count; n++) values.push(data[c * plane + next(plane)] as number);
    values.push(low, high);
  }
}

type Next = (below: number) => number;

function positions(): Next {
  let state = 3;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
