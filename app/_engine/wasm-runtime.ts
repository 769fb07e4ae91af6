import { env, InferenceSession, Tensor } from "onnxruntime-web/wasm";
import type { Layer } from "./layer-digest.ts";

/** What a network gives for a tile. */
export type NetworkRun = { result: Layer; probe: Layer };

/** A network that is ready. */
export type OpenNetwork = {
  /** @param pixels planar, [3][height][width] */
  run: (pixels: Uint8Array, width: number, height: number) => Promise<NetworkRun>;
  close: () => Promise<void>;
};

// One thread needs no shared memory, and so no page of ours has to be isolated from others.
env.wasm.numThreads = 1;
env.logLevel = "error";

/** The smallest module there is. Where the page's policy or the person's settings forbid WebAssembly, it is refused. */
const emptyModule = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

export async function isWasmAllowed(): Promise<boolean> {
  try {
    await WebAssembly.compile(emptyModule);
    return true;
  } catch {
    return false;
  }
}

/** Opens a model in ONNX Runtime, compiled to WebAssembly. */
export async function openWasm(model: Uint8Array): Promise<OpenNetwork> {
  const session = await InferenceSession.create(model, {
    executionProviders: ["wasm"],
    graphOptimizationLevel: "all",
  });
  return {
    run: async (pixels, width, height) => {
      const input = new Tensor("float32", Float32Array.from(pixels), [1, 3, height, width]);
      const { result, probe } = await session.run({ pixels: input });
      return { result: layerOf(result), probe: layerOf(probe) };
    },
    close: () => session.release(),
  };
}

function layerOf(tensor: Tensor | undefined): Layer {
  const [, channels, height, width] = tensor?.dims ?? [];
  if (!tensor || channels === undefined || height === undefined || width === undefined)
    throw new Error("the model has no outputs named result and probe");
  return { values: tensor.data as Float32Array, channels, width, height };
}
