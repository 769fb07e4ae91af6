import { alphaOfGreen } from "@graphiti/protocol/alpha.ts";
import { giveBack } from "@graphiti/protocol/picture/give-back.ts";
import { Tensor } from "onnxruntime-node";
import { openOn } from "./devices.ts";
import type { Program } from "./program.ts";
import type { Computer } from "./session-worker.ts";
import type { Layer } from "./strips.ts";

/** A network from pixels to pixels. */
export async function openNetwork(program: Program & { kind: "network" }): Promise<Computer> {
  const session = await openOn(program.device, program.model);
  giveBack(program.model);
  return {
    async compute(request) {
      if (!("pixels" in request)) throw new Error("this network wants pixels");
      const { pixels, width, height, isAlpha } = request;
      const input = new Tensor("float32", new Float32Array(pixels), [1, 3, height, width]);
      const { result, probe } = await session.run({ pixels: input });
      if (!result || !probe) throw new Error("the model has no outputs named result and probe");
      giveBack(pixels);
      const output = layerOf(result);
      if (isAlpha) spreadAlpha(output);
      const tensors = [input, result, probe];
      return {
        output,
        probe: layerOf(probe),
        giveBack: () => {
          for (const { data } of tensors) giveBack(data as Float32Array);
        },
      };
    },
    close: () => session.release(),
  };
}

function spreadAlpha({ values, width, height }: Layer) {
  const plane = width * height;
  for (let at = plane; at < 2 * plane; at++) values[at] = alphaOfGreen(values[at] as number);
  values.copyWithin(0, plane, 2 * plane);
  values.copyWithin(2 * plane, plane, 2 * plane);
}

/** @throws when a tensor is not [1, channels, height, width] */
export function layerOf({ data, dims }: Tensor): Layer {
  const [, channels, height, width] = dims;
  if (channels === undefined || height === undefined || width === undefined)
    throw new Error(`an output has ${dims.length} dimensions instead of 4`);
  return { values: data as Float32Array, channels, height, width };
}
