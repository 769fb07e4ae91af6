import { tileFeeds } from "@graphiti/models/generate/dream/tile-feeds.ts";
import { generators } from "@graphiti/models/generate/generators.ts";
import { giveBack } from "@graphiti/protocol/picture/give-back.ts";
import { Tensor } from "onnxruntime-node";
import { openOn } from "./devices.ts";
import { layerOf } from "./network-session.ts";
import type { Program } from "./program.ts";
import type { Computer } from "./session-worker.ts";
import type { TileRequest, TileToGenerate } from "./tile-request.ts";

/** A network that makes pictures: one model, which takes the weights of each picture beside the coordinates. */
export async function openDream(program: Program & { kind: "dream" }): Promise<Computer> {
  const session = await openOn(program.device, program.model);
  giveBack(program.model);
  return {
    async compute(request) {
      const { params, picture, rect } = toGenerate(request);
      const feeds = Object.entries(tileFeeds(params, picture, rect)).map(
        ([name, { dims, values }]) => [name, new Tensor("float32", values, dims)] as const,
      );
      const { result, probe } = await session.run(Object.fromEntries(feeds));
      if (!result || !probe) throw new Error("the model has no outputs named result and probe");
      const tensors = [...feeds.map(([, tensor]) => tensor), result, probe];
      return {
        output: layerOf(result),
        probe: layerOf(probe),
        giveBack: () => {
          for (const { data } of tensors) giveBack(data as Float32Array);
        },
      };
    },
    close: () => session.release(),
  };
}

/** Brush strokes are followed step by step, which no network does. */
export const flow: Computer = {
  async compute(request) {
    const { params, picture, rect } = toGenerate(request);
    const { renderTile, probeChannels } = generators.flow;
    const { pixels, probe } = renderTile(params, picture, rect);
    const size = { width: rect.width, height: rect.height };
    return {
      output: { values: pixels, channels: 3, ...size },
      probe: { values: probe, channels: probeChannels, ...size },
      giveBack: () => {},
    };
  },
  close: async () => {},
};

function toGenerate(request: TileRequest): TileToGenerate {
  if ("params" in request) return request;
  throw new Error("a generator wants parameters, and no pixels");
}
