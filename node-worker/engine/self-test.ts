import type { IntegerNetwork } from "@graphiti/models/integer-network.ts";
import { runReference } from "@graphiti/models/reference.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import type { Planar } from "@graphiti/protocol/picture/halo.ts";
import type { SessionPool } from "./session-pool.ts";
import { layerDigest } from "./strips.ts";

/** Pixels that reach far apart values in every layer; the same on every machine. */
function vector(width: number, height: number, kind: "noise" | "edges"): Planar {
  let state = 0x9e3779b9;
  const data = Uint8Array.from({ length: 3 * width * height }, (_, at) => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5;
    return kind === "noise" ? (state >>> 16) & 255 : ((at >> 2) ^ ((at / width) >> 1)) & 1 ? 255 : 0;
  });
  return { data, channels: 3, width, height };
}

/**
 * Computes small tiles on every session and with the reference, and compares each bit of result and hidden layer.
 * @throws DEVICE_DIFFERS when one bit differs
 */
export async function selfTest(
  pool: SessionPool,
  network: IntegerNetwork,
  { halo }: { halo: number },
): Promise<void> {
  const side = 2 * halo + 9;
  for (const tile of [vector(side, side + 4, "noise"), vector(side + 3, side, "edges")]) {
    const expected = reference(network, tile);
    // As many tiles as there are sessions, so that each of them takes part.
    const runs = Array.from({ length: pool.sessions }, () => pool.run(tile, false));
    for (const run of await Promise.all(runs)) {
      const same =
        run.outputDigest === expected.outputDigest &&
        run.probe === expected.probe &&
        expected.pixels.equals(run.pixels);
      if (!same)
        fail("DEVICE_DIFFERS", "This machine's arithmetic is not exact: the conformance vectors differ.");
    }
  }
}

function reference(network: IntegerNetwork, tile: Planar) {
  const run = runReference(network, tile.data, tile.width, tile.height);
  const plane = run.resultWidth * run.resultHeight;
  const pixels = Buffer.alloc(3 * plane);
  for (let at = 0; at < 3 * plane; at++)
    pixels[(at % plane) * 3 + Math.floor(at / plane)] = run.result[at] as number;
  const output = {
    values: Float32Array.from(run.result),
    channels: 3,
    width: run.resultWidth,
    height: run.resultHeight,
  };
  const probe = {
    values: Float32Array.from(run.probe),
    channels: run.probeChannels,
    width: run.probeWidth,
    height: run.probeHeight,
  };
  return { pixels, outputDigest: layerDigest(output, "uint8"), probe: layerDigest(probe, "int16") };
}
