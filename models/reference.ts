import { type IntegerNetwork, type IntegerNode, placesRead, tilePlace } from "./integer-network.ts";
import { convolve } from "./reference-convolution.ts";

/** Integers, planar: [channels][height][width]. */
export type Planes = { values: Int32Array; channels: number; width: number; height: number };

export type ReferenceRun = {
  /** [3][resultHeight][resultWidth] */
  result: Uint8Array;
  resultWidth: number;
  resultHeight: number;
  /** The probed layer, [probeChannels][probeHeight][probeWidth] */
  probe: Int16Array;
  probeChannels: number;
  probeWidth: number;
  probeHeight: number;
};

/**
 * What a network means, in plain 32-bit integers: everything faster is held to it bit for bit.
 * The network has to be one that `proveExact` accepts.
 * @param planar haloed 8-bit pixels, [3][height][width]
 * @throws RangeError when nothing is left of the tile after the network's convolutions
 */
export function runReference(
  network: IntegerNetwork,
  planar: Uint8Array,
  width: number,
  height: number,
): ReferenceRun {
  if (planar.length !== 3 * width * height)
    throw new RangeError(`${planar.length} bytes are not 3×${height}×${width}`);
  const { nodes } = network;
  const lastReads = lastReaders(network);
  const values = new Map<number, Planes>();
  values.set(tilePlace, { values: Int32Array.from(planar), channels: 3, width, height });
  const outputAt = (place: number) => values.get(place) as Planes;
  for (const [place, node] of nodes.entries()) {
    const value = evaluate(node, outputAt);
    if (Math.min(value.width, value.height) < 1)
      throw new RangeError(`nothing is left of a tile of ${width}×${height} pixels after ${node.name}`);
    values.set(place, value);
    for (const read of placesRead(node)) if (lastReads.get(read) === place) values.delete(read);
  }
  const result = outputAt(nodes.length - 1);
  const probe = outputAt(network.probe);
  return {
    result: Uint8Array.from(result.values),
    resultWidth: result.width,
    resultHeight: result.height,
    probe: Int16Array.from(probe.values),
    probeChannels: probe.channels,
    probeWidth: probe.width,
    probeHeight: probe.height,
  };
}

/** For each place the last one that reads it; what nobody reads any more need not be kept. */
function lastReaders({ nodes, probe }: IntegerNetwork): Map<number, number> {
  const last = new Map<number, number>();
  for (const [place, node] of nodes.entries()) for (const read of placesRead(node)) last.set(read, place);
  last.set(probe, nodes.length);
  return last;
}

function evaluate(node: IntegerNode, outputAt: (place: number) => Planes): Planes {
  switch (node.kind) {
    case "convolution":
      return convolve(node, outputAt);
    case "add": {
      const { shift, low, high } = node;
      const terms = node.terms.map(({ from, multiplier }) => ({ ...outputAt(from), multiplier }));
      const [{ channels, width, height }] = terms as unknown as [Planes];
      const half = shift > 0 ? 2 ** (shift - 1) : 0;
      const values = new Int32Array(channels * width * height).fill(half);
      for (const term of terms)
        for (let at = 0; at < values.length; at++)
          values[at] = (values[at] as number) + term.multiplier * (term.values[at] as number);
      for (let at = 0; at < values.length; at++)
        values[at] = Math.min(high, Math.max(low, (values[at] as number) >> shift));
      return { values, channels, width, height };
    }
    case "nearest": {
      const input = outputAt(node.from);
      const { scale } = node;
      return mapped(input.channels, input.width * scale, input.height * scale, (c, x, y) =>
        valueAt(input, c, Math.floor(x / scale), Math.floor(y / scale)),
      );
    }
    case "pixels": {
      const input = outputAt(node.from);
      const { scale } = node;
      return mapped(input.channels / scale ** 2, input.width * scale, input.height * scale, (c, x, y) => {
        const channel = c * scale ** 2 + (y % scale) * scale + (x % scale);
        return valueAt(input, channel, Math.floor(x / scale), Math.floor(y / scale));
      });
    }
    case "mean": {
      const input = outputAt(node.from);
      return mapped(input.channels, input.width >> 1, input.height >> 1, (c, x, y) => {
        const upper = valueAt(input, c, 2 * x, 2 * y) + valueAt(input, c, 2 * x + 1, 2 * y);
        const lower = valueAt(input, c, 2 * x, 2 * y + 1) + valueAt(input, c, 2 * x + 1, 2 * y + 1);
        return (upper + lower + 2) >> 2;
      });
    }
    case "crop": {
      const input = outputAt(node.from);
      const { margin } = node;
      const width = Math.max(0, input.width - 2 * margin);
      const height = Math.max(0, input.height - 2 * margin);
      return mapped(input.channels, width, height, (c, x, y) => valueAt(input, c, x + margin, y + margin));
    }
  }
}

function valueAt(planes: Planes, channel: number, x: number, y: number): number {
  return planes.values[(channel * planes.height + y) * planes.width + x] as number;
}

function mapped(
  channels: number,
  width: number,
  height: number,
  value: (channel: number, x: number, y: number) => number,
): Planes {
  const values = new Int32Array(channels * width * height);
  let at = 0;
  for (let c = 0; c < channels; c++)
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) values[at++] = value(c, x, y);
  return { values, channels, width, height };
}
