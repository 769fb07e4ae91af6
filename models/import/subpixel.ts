import { fail } from "@graphiti/protocol/errors.ts";
import type { FloatConvolution } from "../float-network.ts";
import type { NcnnConvolution } from "./ncnn-topology.ts";
import type { NcnnWeights } from "./ncnn-weights.ts";

/**
 * Which of the four kernel taps falls on which of three neighbouring input pixels, for even and odd output pixels:
 * an output pixel at 2m + phase is fed by input m + j through tap phase + 3 − 2j.
 */
const tapOf = [
  [3, 1, undefined],
  [undefined, 2, 0],
] as const;

/**
 * A transposed convolution (kernel 4, stride 2, padding 3) as a 3×3 convolution with four times the channels,
 * whose channel c·4 + dy·2 + dx is the output pixel at offset (dx, dy): the same sums, of which 5 in 9 weights are 0.
 */
export function toSubpixelConvolution(
  layer: NcnnConvolution,
  name: string,
  read: NcnnWeights,
  input: FloatConvolution["inputs"][number],
): Omit<FloatConvolution, "name"> {
  const { kernel, stride, padding, slope, weightCount } = layer;
  if (kernel !== 4 || stride !== 2 || padding !== 3 || slope !== undefined)
    fail(
      "MODEL_SOURCE",
      `Layer ${name} is not a transposed convolution of kernel 4, stride 2 and padding 3.`,
    );
  const inChannels = input.channels;
  if (weightCount !== layer.outChannels * inChannels * 16)
    fail("MODEL_SOURCE", `Layer ${name} has ${weightCount} weights, which fit no ${inChannels} channels.`);
  const outChannels = layer.outChannels * 4;
  const weights = new Float32Array(outChannels * inChannels * 9);
  let at = 0;
  for (let c = 0; c < outChannels; c++)
    for (let i = 0; i < inChannels; i++)
      for (let y = 0; y < 3; y++)
        for (let x = 0; x < 3; x++) {
          const ky = tapOf[(c >> 1) & 1]?.[y];
          const kx = tapOf[c & 1]?.[x];
          if (ky !== undefined && kx !== undefined)
            weights[at] = read.weights[(((c >> 2) * inChannels + i) * 4 + ky) * 4 + kx] as number;
          at++;
        }
  const bias = Float32Array.from({ length: outChannels }, (_, c) => read.bias[c >> 2] as number);
  return { kind: "convolution", inputs: [input], outChannels, padding: 0, weights, bias, slopes: undefined };
}
