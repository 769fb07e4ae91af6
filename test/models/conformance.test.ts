import assert from "node:assert/strict";
import { test } from "node:test";
import { catalogue } from "@graphiti/models/catalogue.ts";
import { conformanceTile } from "@graphiti/models/conformance.ts";
import { loadNetwork } from "@graphiti/models/load-network.ts";
import { runReference } from "@graphiti/models/reference.ts";
import { referenceDigests } from "@graphiti/models/reference-digests.ts";

for (const recipe of catalogue.filter(({ kind }) => kind === 1))
  test(`the conformance digests of ${recipe.name} are the reference's`, async () => {
    const { planar, width, height } = conformanceTile(recipe);
    const run = runReference(await loadNetwork(recipe.name), planar, width, height);
    assert.deepEqual(referenceDigests(run), recipe.conformance);
  });
