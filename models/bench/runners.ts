import * as native from "onnxruntime-node";
import { floatTwin } from "../float-network.ts";
import { loadNetwork } from "../load-network.ts";
import { modelBytes } from "../model-bytes.ts";
import { emitFloat } from "../onnx/emit-float.ts";
import { emitInteger, tensorNames } from "../onnx/emit-integer.ts";

export type Level = "disabled" | "basic" | "extended" | "all";
export type Settings = {
  service: string;
  width: number;
  height: number;
  threads: number;
  level: Level;
  /** Tiles at a time: more than one only of the exact variant. */
  batch: number;
};

/** exact: the service. float: the same graph without its roundings. peer: that one in the browser's runtime. */
export const variants = ["exact", "float", "peer"] as const;
export type Variant = (typeof variants)[number];

type Output = { data: Float32Array; dims: readonly number[] };

/** A model that is open in some runtime. */
export type Runner = {
  /** What one step of an 8-bit pixel is worth to the model. */
  unit: number;
  /** @param pixels [batch][3][height][width], in the model's unit */
  run: (
    pixels: Float32Array,
    width: number,
    height: number,
    outputs?: readonly string[],
  ) => Promise<Record<string, Output>>;
  close: () => Promise<void>;
};

type Runtime = Pick<typeof native, "InferenceSession" | "Tensor">;

async function browserRuntime(threads: number): Promise<Runtime> {
  const web = await import("onnxruntime-web");
  web.env.wasm.numThreads = threads;
  web.env.logLevel = "error";
  return web as unknown as Runtime;
}

/** The float graph of a service, and what a step of a pixel is worth to it. */
export type FloatModel = { bytes: Uint8Array; unit: number };

export async function floatModelOf(service: string): Promise<FloatModel> {
  const network = floatTwin(await loadNetwork(service));
  return { bytes: emitFloat(network), unit: network.unit };
}

const exactModelOf = async (service: string, batch: number) =>
  batch === 1 ? modelBytes(service) : emitInteger(await loadNetwork(service), batch);

/** @param float in place of the service's own float graph */
export async function openRunner(
  variant: Variant,
  { service, threads, level, batch }: Settings,
  float?: FloatModel,
): Promise<Runner> {
  const runtime = variant === "peer" ? await browserRuntime(threads) : native;
  const { bytes, unit } =
    variant === "exact"
      ? { bytes: await exactModelOf(service, batch), unit: 1 }
      : (float ?? (await floatModelOf(service)));
  const session = await runtime.InferenceSession.create(bytes, {
    executionProviders: [variant === "peer" ? "wasm" : "cpu"],
    intraOpNumThreads: threads,
    graphOptimizationLevel: level,
  });
  return {
    unit,
    async run(pixels, width, height, outputs = [tensorNames.result]) {
      const input = new runtime.Tensor("float32", pixels, [batch, 3, height, width]);
      const found = await session.run({ [tensorNames.pixels]: input }, outputs);
      return found as unknown as Record<string, Output>;
    },
    close: () => session.release(),
  };
}
