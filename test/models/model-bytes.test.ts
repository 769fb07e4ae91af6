import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { catalogue, recipeOf, recipeOfDigest } from "@graphiti/models/catalogue.ts";
import { marginOf } from "@graphiti/models/integer-network.ts";
import { loadNetwork } from "@graphiti/models/load-network.ts";
import { checkDigest, modelBytes } from "@graphiti/models/model-bytes.ts";
import { emitInteger } from "@graphiti/models/onnx/emit-integer.ts";
import * as fc from "fast-check";
import { convolutionsOf, networks } from "./networks.ts";
import { openModel } from "./run-model.ts";

for (const recipe of catalogue.filter(({ kind }) => kind === 1)) {
  test(`the bytes of ${recipe.name} are the ones its recipe pins`, async () => {
    const bytes = await modelBytes(recipe.name);
    assert.equal(`0x${createHash("sha256").update(bytes).digest("hex")}`, recipe.modelDigest);
  });

  test(`the recipe of ${recipe.name} says what its network is`, async () => {
    const network = await loadNetwork(recipe.name);
    assert.equal(marginOf(network, recipe.halo), 0);
    assert.equal(recipe.scale, network.scale);
    assert.equal(recipe.probeLayer, network.probe);
  });

  test(`${recipe.name} takes pixels, gives result and probe`, async () => {
    const session = await openModel(await modelBytes(recipe.name));
    assert.deepEqual(session.inputNames, ["pixels"]);
    assert.deepEqual(session.outputNames, ["result", "probe"]);
    await session.release();
  });
}

test("one changed weight makes another model, and that fails", async () => {
  const network = await loadNetwork("faithful-x2");
  const pinned = recipeOf("faithful-x2").modelDigest;
  checkDigest("faithful-x2", emitInteger(network), pinned);
  const weights = convolutionsOf(network)[3]?.parts[0]?.weights;
  weights?.set([1 + (weights[0] ?? 0)]);
  assert.throws(() => checkDigest("faithful-x2", emitInteger(network), pinned), {
    code: "MODEL_DIGEST_MISMATCH",
  });
});

test("the same network gives the same bytes", () => {
  fc.assert(
    fc.property(networks, (network) => {
      assert.deepEqual(emitInteger(structuredClone(network)), emitInteger(network));
    }),
    { numRuns: 20 },
  );
});

test("services are found by name and by digest", () => {
  assert.equal(recipeOf("faithful-x2").tileCore, 128);
  assert.equal(recipeOfDigest(recipeOf("faithful-x2").modelDigest)?.name, "faithful-x2");
  assert.equal(recipeOfDigest(`0x${"0".repeat(64)}`), undefined);
  assert.throws(() => recipeOf("faithful-x3"), { code: "SERVICE_UNKNOWN", message: /faithful-x2/ });
});
