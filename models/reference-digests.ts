import { LayerDigest, planarDigest } from "@graphiti/protocol/digests.ts";
import type { ReferenceRun } from "./reference.ts";

/** Layer digests of result and probe, as nodes commit to them: rows of 8-bit pixels and of 16-bit integers. */
export function referenceDigests(run: ReferenceRun): { result: `0x${string}`; probe: `0x${string}` } {
  const probe = new LayerDigest();
  const plane = run.probeWidth * run.probeHeight;
  const row = new DataView(new ArrayBuffer(2 * run.probeChannels * run.probeWidth));
  for (let y = 0; y < run.probeHeight; y++) {
    for (let c = 0; c < run.probeChannels; c++)
      for (let x = 0; x < run.probeWidth; x++) {
        const value = run.probe[c * plane + y * run.probeWidth + x] as number;
        row.setInt16(2 * (c * run.probeWidth + x), value, true);
      }
    probe.row(new Uint8Array(row.buffer));
  }
  return {
    result: planarDigest(run.result, 3, run.resultWidth, run.resultHeight),
    probe: probe.digest(),
  };
}
