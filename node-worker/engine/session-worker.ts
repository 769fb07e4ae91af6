import { parentPort } from "node:worker_threads";
import type { Program } from "./program.ts";
import { interleave, type Layer, layerDigest } from "./strips.ts";
import type { TileRequest, TileResult } from "./tile-request.ts";

/** What the pool sends: what to compute from now on, or a tile to compute. */
export type Order = { program: Program } | { tile: TileRequest };
export type Reply = { ready: true } | { result: TileResult } | { failure: string };

/** Result and probe of a tile. */
export type Computed = { output: Layer; probe: Layer; giveBack: () => void };
export type Computer = { compute: (request: TileRequest) => Promise<Computed>; close: () => Promise<void> };

if (!parentPort) throw new Error("this file runs as a worker");
const port = parentPort;
let computer: Computer | undefined;

/** Each kind is loaded when it is needed: a session thread holds no more than it must. */
async function open(program: Program): Promise<Computer> {
  switch (program.kind) {
    case "network":
      return (await import("./network-session.ts")).openNetwork(program);
    case "dream":
      return (await import("./generator-session.ts")).openDream(program);
    case "flow":
      return (await import("./generator-session.ts")).flow;
  }
}

async function compute(request: TileRequest): Promise<TileResult> {
  const startedAt = performance.now();
  if (!computer) throw new Error("a tile came before a program");
  const { output, probe, giveBack } = await computer.compute(request);
  const tile = {
    pixels: interleave(output),
    width: output.width,
    height: output.height,
    outputDigest: layerDigest(output, "uint8"),
    probe: layerDigest(probe, "int16"),
  };
  giveBack();
  return { ...tile, seconds: (performance.now() - startedAt) / 1000 };
}

port.on("message", async (order: Order) => {
  try {
    if ("program" in order) {
      await computer?.close();
      computer = undefined;
      computer = await open(order.program);
      return port.postMessage({ ready: true } satisfies Reply);
    }
    const result = await compute(order.tile);
    port.postMessage({ result } satisfies Reply, [result.pixels.buffer as ArrayBuffer]);
  } catch (error) {
    port.postMessage({ failure: String(error) } satisfies Reply);
  }
});
