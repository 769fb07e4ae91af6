/** The number that stands for 1 in every hidden layer. */
export const one = 4096;

/** Half of the picture's longer side in coordinates: finer than a pixel at every size that is allowed. */
export const halfSide = 16384;

/** No coordinate is larger: the distance of a corner from the middle. */
export const largestCoordinate = 23171;

/** Coordinates that go in: x, y, and the distances to the middle and to three points of the seed's choice. */
export const features = 6;

/** Channels of a hidden layer: four activations, {@link group} channels of each, in this order. */
export const hidden = 24;
export const group = hidden / 4;
export const hiddenLayers = 4;

/** What comes out: place on the palette, light, and figure. */
export const outputs = 3;

/** Weights are in 256ths. */
export const weightShift = 8;
export const outputShift = 6;

/** The largest magnitudes of any weight and bias, for any seed: what the proof stands on. */
export const largestWeight = { first: 100, hidden: 127, output: 127 } as const;
export const largestBias = 2 ** 21;

/** One 1×1 convolution. */
export type DreamLayer = {
  inChannels: number;
  outChannels: number;
  /** [outChannels][inChannels] */
  weights: Int32Array;
  /** [outChannels] */
  bias: Int32Array;
};

export type DreamNetwork = {
  hidden: readonly DreamLayer[];
  output: DreamLayer;
  /** The three points, [x, y] in coordinates. */
  points: readonly (readonly [number, number])[];
};
