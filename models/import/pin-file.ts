import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { catalogue } from "../catalogue.ts";
import { conformanceTile } from "../conformance.ts";
import { loadNetwork } from "../load-network.ts";
import { emitNetwork } from "../model-bytes.ts";
import { runReference } from "../reference.ts";
import { referenceDigests } from "../reference-digests.ts";
import pinned from "../services/pins.json" with { type: "json" };
import { checkPin } from "./recipe-file.ts";

type Pin = { modelDigest: string; conformance: { result: string; probe: string } };

const path = new URL("../services/pins.json", import.meta.url);

/**
 * Pins the model's digest and the conformance digests of every service that is made of networks.
 * @param repin accept other digests than the ones pinned
 * @throws GraphitiError MODEL_DIGEST_MISMATCH, before anything is written
 */
export async function pinServices(repin: boolean): Promise<void> {
  const before = new Map<string, Pin>(Object.entries(pinned));
  const pins: Record<string, unknown> = {};
  for (const recipe of catalogue.filter(({ kind }) => kind === 1)) {
    const network = await loadNetwork(recipe.name);
    const { planar, width, height } = conformanceTile(recipe);
    const modelDigest = `0x${createHash("sha256").update(emitNetwork(recipe.family, network)).digest("hex")}`;
    const known = before.get(recipe.name);
    if (known && !repin) checkPin(`the model of ${recipe.name}`, modelDigest, known.modelDigest);
    // What the reference makes follows from the model, and a test recomputes it.
    const conformance =
      known?.modelDigest === modelDigest
        ? known.conformance
        : referenceDigests(runReference(network, planar, width, height));
    pins[recipe.name] = { probeLayer: network.probe, modelDigest, conformance };
    console.log(`${recipe.name}: model ${modelDigest}`);
  }
  await writeFile(path, `${JSON.stringify(pins, null, 2)}\n`);
}
