import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogue } from "@graphiti/models/catalogue.ts";
import { conformanceTile } from "@graphiti/models/conformance.ts";
import { loadNetwork } from "@graphiti/models/load-network.ts";
import { modelBytes } from "@graphiti/models/model-bytes.ts";
import { runReference } from "@graphiti/models/reference.ts";
import { referenceDigests } from "@graphiti/models/reference-digests.ts";
import { openModel, runModel } from "./run-model.ts";

const upscaling = catalogue.filter(({ kind }) => kind === 1);

// The reference takes half a minute over anime; the import pinned what it made.
for (const recipe of upscaling.filter(({ family }) => family !== "anime"))
  test(`the conformance digests of ${recipe.name} are the reference's`, async () => {
    const { planar, width, height } = conformanceTile(recipe);
    const run = runReference(await loadNetwork(recipe.name), planar, width, height);
    assert.deepEqual(referenceDigests(run), recipe.conformance);
  });

for (const recipe of upscaling)
  test(`ONNX Runtime makes the conformance digests of ${recipe.name}`, async () => {
    const session = await openModel(await modelBytes(recipe.name));
    const run = await runModel(session, conformanceTile(recipe));
    await session.release();
    const [, , resultHeight, resultWidth] = run.resultDims as [number, number, number, number];
    const [, probeChannels, probeHeight, probeWidth] = run.probeDims as [number, number, number, number];
    const result = { result: Uint8Array.from(run.result), resultWidth, resultHeight };
    const probe = { probe: Int16Array.from(run.probe), probeChannels, probeWidth, probeHeight };
    assert.deepEqual(referenceDigests({ ...result, ...probe }), recipe.conformance);
  });
