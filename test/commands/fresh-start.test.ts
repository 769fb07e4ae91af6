import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { curationBook } from "../../app/_server/curation/curation-book.ts";
import { orderBook } from "../../app/_server/orders/order-book.ts";
import { titleIndex } from "../../app/_server/search/title-index.ts";
import { forgetState } from "../../commands/start/local-network.ts";

test("a fresh start forgets all that the gallery wrote down, and keeps the secrets", () => {
  const home = mkdtempSync(join(tmpdir(), "graphiti-fresh-"));
  try {
    for (const folder of ["chain", "secrets"]) mkdirSync(join(home, folder));
    // Not closed: like those of a gallery that was killed, they leave their logs of writes.
    for (const open of [orderBook, curationBook, titleIndex]) open({ GRAPHITI_HOME: home });
    assert.equal(readdirSync(home).filter((name) => name.endsWith("-wal")).length, 3);
    forgetState(home);
    assert.deepEqual(readdirSync(home), ["secrets"]);
  } finally {
    rmSync(home, { recursive: true });
  }
});
