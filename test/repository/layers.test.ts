import assert from "node:assert/strict";
import { test } from "node:test";
import { resolveImport, violationsIn } from "./layers.ts";
import { sourceFiles, textOf } from "./source-files.ts";

const parts = /^(protocol|models|indexer|node-worker|app|commands)\/.*\.(ts|tsx)$/;

test("imports point one way: protocol, models, then indexer, node and gallery", () => {
  const files = sourceFiles(parts);
  assert.ok(files.length > 50, "the sources were found");
  assert.deepEqual(
    files.flatMap((file) => violationsIn(file, textOf(file))),
    [],
  );
});

test("a planted import against the arrows is found", () => {
  for (const [file, source] of [
    ["protocol/tiles.ts", 'import { x } from "@graphiti/models/catalogue.ts";'],
    ["models/proof.ts", 'export { x } from "../node-worker/engine/session.ts";'],
    ["app/page.tsx", 'import schema from "../indexer/ponder.schema.ts";'],
    ["app/_data/jobs.ts", 'import x from "../../indexer/database.ts";'],
    ["node-worker/phaestus.ts", 'await import("../app/_data/jobs.ts")'],
    ["indexer/main.ts", 'import x from "@graphiti/phaestus/phaestus.ts";'],
  ] as const)
    assert.equal(violationsIn(file, source).length, 1, `${file}: ${source}`);
});

test("the gallery's data layer may use the indexer's schema, and only that", () => {
  assert.deepEqual(
    violationsIn("app/_data/jobs.ts", 'import * as schema from "../../indexer/ponder.schema.ts";'),
    [],
  );
});

test("relative and package specifiers resolve to repository paths", () => {
  assert.equal(resolveImport("app/_data/jobs.ts", "../../indexer/a.ts"), "indexer/a.ts");
  assert.equal(resolveImport("app/page.tsx", "@graphiti/protocol/cid.ts"), "protocol/cid.ts");
  assert.equal(resolveImport("app/page.tsx", "viem"), undefined);
});
