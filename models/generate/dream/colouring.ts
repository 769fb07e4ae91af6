/**
 * How the network's three outputs become a colour. Hue: 16384 once around the palette. Light: 256 for each of the
 * table's steps. Figure: above zero it is the figure, which shifts the hue, below it the ground, on which the
 * figure throws a shadow.
 */
export const colouring = {
  /** Weights of a pixel's corners (top left, top right, bottom left, bottom right) in its four samples, in 16ths. */
  samples: [
    [9, 3, 3, 1],
    [3, 9, 1, 3],
    [3, 1, 9, 3],
    [1, 3, 3, 9],
  ],
  /** The figure's edge is soft between −512 and 512; across it the hue moves by 1024 · hueStep. */
  edge: 512,
  hueStep: 6,
  /** The shadow grows over this much ground towards the figure and ends steeply inside its edge. */
  shadowReach: 4096,
  shadowEnd: 8,
  shadowDepth: 2,
  /** Middle of the table's lights. */
  middleLight: 8192,
  /** Each sample is a little lighter than the one before, so that 64 lights look like 256. */
  lightStep: 64,
} as const;
