/** Every convolution is 3×3, stride 1. */
export const kernelSize = 3;

/** Where a node reads: the place of an earlier node in the network, or this, the haloed tile itself. */
export const tilePlace = -1;

/**
 * For z < 0 the activation is floor((z · numerators[c] + half) / 2^shift), half = 2^(shift − 1) where it `rounds` and
 * otherwise 0; z ≥ 0 passes. A PReLU in integers.
 */
export type Slope = { numerators: Int32Array; shift: number; rounds?: true };

/** What one input contributes to a convolution. */
export type ConvolutionPart = {
  from: number;
  inChannels: number;
  /** [outChannels][inChannels][3][3] */
  weights: Int32Array;
  /** [outChannels] */
  bias: Int32Array;
  /** [outChannels], fraction … 22 */
  shifts: Uint8Array;
};

/**
 * A convolution over one or more inputs. For each output pixel of channel c:
 *
 *     sum(p) = bias[c] + Σ weights[c][i][ky][kx] · x[i][y + ky − padding][x + kx − padding]      zero outside
 *     total  = Σ over parts of floor(sum(p) / 2^(shifts[c] − fraction))
 *     z      = clamp(floor(total / 2^fraction), low[c], high)
 *     y      = z ≥ 0 or no slope ? z : floor((z · numerators[c] + half) / 2^slope.shift)
 *
 * Wide convolutions are split into parts so that each sum stays small; `fraction` bits below one survive until the
 * parts are added, and it is 0 where there is one part. The biases hold the halves that turn these floors into
 * rounding. Without padding a convolution loses one pixel on each side.
 */
export type Convolution = {
  kind: "convolution";
  name: string;
  outChannels: number;
  padding: 0 | 1;
  parts: readonly ConvolutionPart[];
  fraction: number;
  /** [outChannels] */
  low: Int32Array;
  high: number;
  slope: Slope | undefined;
};

/** y = clamp(floor((Σ multiplier · x + half) / 2^shift), low, high), half = 2^(shift − 1) or, for shift 0, 0. */
export type ScaledAdd = {
  kind: "add";
  name: string;
  terms: readonly { from: number; multiplier: number }[];
  shift: number;
  low: number;
  high: number;
};

/** Each pixel becomes a block of scale × scale pixels like it. */
export type Nearest = { kind: "nearest"; name: string; from: number; scale: number };

/** Channel c·scale² + dy·scale + dx becomes channel c at offset (dx, dy) of a block of scale × scale pixels. */
export type ToPixels = { kind: "pixels"; name: string; from: number; scale: number };

/** Each block of 2×2 pixels becomes one: floor((a + b + c + d + 2) / 4). */
export type Mean = { kind: "mean"; name: string; from: number };

/** Takes `margin` pixels off each side. */
export type Crop = { kind: "crop"; name: string; from: number; margin: number };

export type IntegerNode = Convolution | ScaledAdd | Nearest | ToPixels | Mean | Crop;

/**
 * From 8-bit RGB to 8-bit RGB, `scale` times as large: the last node is the result. Nodes read earlier nodes only.
 * `probe` is the place of the hidden layer that is committed to beside the result.
 */
export type IntegerNetwork = { nodes: readonly IntegerNode[]; scale: number; probe: number };

export const inputRange = { low: 0, high: 255 } as const;

/** What a slope makes of z < 0. */
export function slopeDown(z: number, slope: Slope, channel: number): number {
  return Math.floor((z * (slope.numerators[channel] as number) + halfOf(slope)) / 2 ** slope.shift);
}

export function halfOf({ shift, rounds }: Slope): number {
  return rounds && shift > 0 ? 2 ** (shift - 1) : 0;
}

export function placesRead(node: IntegerNode): number[] {
  if (node.kind === "convolution") return node.parts.map(({ from }) => from);
  return node.kind === "add" ? node.terms.map(({ from }) => from) : [node.from];
}

export function channelsAt({ nodes }: Pick<IntegerNetwork, "nodes">, place: number): number {
  const node = nodes[place];
  if (!node) return 3;
  if (node.kind === "convolution") return node.outChannels;
  const before = channelsAt({ nodes }, placesRead(node)[0] as number);
  return node.kind === "pixels" ? before / node.scale ** 2 : before;
}

/**
 * Pixels on each side of the result that lie outside the core, in result pixels, when the tile has a halo of `halo`.
 * Negative where the halo is smaller than what the convolutions eat.
 */
export function marginOf(network: IntegerNetwork, halo: number): number {
  const margins: number[] = [];
  const at = (place: number) => (place === tilePlace ? halo : (margins[place] as number));
  for (const node of network.nodes) {
    const margin = Math.min(...placesRead(node).map(at));
    if (node.kind === "convolution") margins.push(margin - 1 + node.padding);
    else if (node.kind === "nearest" || node.kind === "pixels") margins.push(margin * node.scale);
    else if (node.kind === "mean") margins.push(margin / 2);
    else if (node.kind === "crop") margins.push(margin - node.margin);
    else margins.push(margin);
  }
  return at(network.nodes.length - 1);
}
