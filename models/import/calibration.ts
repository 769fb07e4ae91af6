import { InferenceSession, Tensor } from "onnxruntime-node";
import type { FloatNetwork } from "../float-network.ts";
import { emitFloat } from "../onnx/emit-float.ts";
import { tensorNames } from "../onnx/emit-integer.ts";
import { isCopy } from "./trunk-copies.ts";

/**
 * What was seen of one layer after its activation, channel by channel, in the network's own unit.
 * `largest` is over all tiles; `mean` and `negativeShare` (of values below zero) are over pictures only, since
 * synthetic tiles are extremes and not typical.
 */
export type LayerStatistics = { largest: number[]; mean: number[]; negativeShare: number[] };

export type CalibrationTile = { planar: Uint8Array; width: number; height: number; typical: boolean };

/** Places of the nodes that statistics are of: the convolutions and additions but for those that make the result. */
export function measuredPlaces({ nodes }: FloatNetwork): number[] {
  const places = [...nodes.keys()].filter(
    (place) => ["convolution", "add"].includes(nodes[place]?.kind ?? "") && !isCopy(nodes[place]),
  );
  const pixels =
    nodes.at(-1)?.kind === "convolution" ? undefined : nodes.findLast(({ kind }) => kind === "pixels");
  const made = pixels && "from" in pixels ? pixels.from : nodes.length - 1;
  return places.filter((place) => place !== made && place !== nodes.length - 1);
}

/** Runs the published network over tiles. @returns one entry for the input, then one for each measured place */
export async function measureStatistics(
  network: FloatNetwork,
  tiles: readonly CalibrationTile[],
): Promise<LayerStatistics[]> {
  const session = await InferenceSession.create(emitFloat(network, { exposeHidden: true }));
  const places = measuredPlaces(network);
  const names = places.map((place) => network.nodes[place]?.name ?? "");
  const totals: Totals[] = [];
  for (const { planar, width, height, typical } of tiles) {
    const pixels = Float32Array.from(planar, (value) => value * network.unit);
    totals[0] ??= new Totals(3);
    totals[0].add(pixels, undefined, typical);
    const outputs = await session.run(
      { [tensorNames.pixels]: new Tensor("float32", pixels, [1, 3, height, width]) },
      names,
    );
    for (const [at, place] of places.entries()) {
      const node = network.nodes[place];
      const tensor = outputs[names[at] as string] as Tensor;
      totals[at + 1] ??= new Totals(tensor.dims[1] as number);
      const slopes = node?.kind === "convolution" ? node.slopes : undefined;
      totals[at + 1]?.add(tensor.data as Float32Array, slopes, typical);
    }
  }
  await session.release();
  return totals.map((total) => total.statistics());
}

class Totals {
  readonly #largest: Float64Array;
  readonly #sum: Float64Array;
  readonly #negative: Float64Array;
  #typicalPixels = 0;

  constructor(channels: number) {
    this.#largest = new Float64Array(channels);
    this.#sum = new Float64Array(channels);
    this.#negative = new Float64Array(channels);
  }

  /** @param values [channels][pixels], before the activation */
  add(values: Float32Array, slopes: Float32Array | undefined, typical: boolean): void {
    const channels = this.#largest.length;
    const pixels = values.length / channels;
    for (let c = 0; c < channels; c++) {
      const slope = slopes?.[c] ?? 1;
      for (let at = c * pixels; at < (c + 1) * pixels; at++) {
        const before = values[at] as number;
        const value = before < 0 ? before * slope : before;
        this.#largest[c] = Math.max(this.#largest[c] as number, Math.abs(value));
        if (!typical) continue;
        this.#sum[c] = (this.#sum[c] as number) + value;
        if (before < 0) this.#negative[c] = (this.#negative[c] as number) + 1;
      }
    }
    if (typical) this.#typicalPixels += pixels;
  }

  statistics(): LayerStatistics {
    const share = (total: number) => rounded(total / this.#typicalPixels);
    return {
      largest: Array.from(this.#largest, rounded),
      mean: Array.from(this.#sum, share),
      negativeShare: Array.from(this.#negative, share),
    };
  }
}

/** Five digits: more would only say how the sums were ordered on the machine that measured them. */
function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
