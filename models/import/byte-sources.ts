import type { ByteName, PublishedName } from "../networks.ts";
import type { ByteCalibration } from "./byte-calibration.ts";
import type { ByteOptions } from "./quantise-bytes.ts";

export type ByteSource = { network: PublishedName; quantisation: ByteOptions; calibration: ByteCalibration };

const picture = (generator: "dream" | "flow", n: number) => {
  return { generator, seed: 17 + 31 * n, palette: 2 * n, complexity: 3 + 2 * n, variation: n };
};

/** What each network on bytes is made from: an exact network, and pictures that belong to nobody. */
export const byteSources: Record<ByteName, ByteSource> = {
  "upconv7-bytes": {
    network: "upconv7",
    quantisation: {
      largestWeight: 64,
      numerator: 205,
      slopeShift: 11,
      tables: [3, 4, 5],
      zeros: [12, 16, 24, 32, 48],
      tableZeros: [96, 112, 128, 144, 160],
    },
    calibration: {
      pictures: [0, 1, 2, 3].flatMap((n) => [picture("dream", n), picture("flow", n)]),
      side: 160,
      patchesPerPicture: 400,
      valuesPerPicture: 1500,
    },
  },
};
