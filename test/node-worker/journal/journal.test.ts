import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, it } from "node:test";
import { GraphitiError } from "@graphiti/protocol/errors.ts";
import { Journal } from "../../../node-worker/journal/journal.ts";
import type { LotRow } from "../../../node-worker/journal/lot-rows.ts";
import type { Mined } from "../../../node-worker/journal/slot-rows.ts";

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "journal-"));
  file = join(directory, "journal.db");
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const call = { to: `0x${"11".repeat(20)}`, data: "0xabcd", valueWei: 2n ** 80n, gas: 21_000n } as const;
const hash = (n: number) => `0x${n.toString(16).padStart(64, "0")}` as const;
const mined = (succeeded: boolean): Mined => ({
  hash: hash(1),
  block: 7n,
  blockHash: hash(2),
  succeeded,
  costWei: 3n,
});

describe("the journal", () => {
  it("gives back what was written, after it was closed, big integers and all", () => {
    const lot: LotRow = {
      lotId: 2n ** 70n,
      jobId: 2n ** 54n,
      stage: "claimed",
      attempt: 3,
      retryAt: 5,
      note: "n",
      claim: { operator: call.to, price: 2n ** 90n, openSeconds: 9 },
    };
    const first = Journal.open(file);
    first.lots.put(lot);
    first.slots.open(4, "claim:1:0", call);
    first.slots.sign(4, { hash: hash(1), raw: "0x02", maxFeeWei: 9n, empty: false });
    first.close();
    const second = Journal.open(file);
    assert.deepEqual(second.lots.get(lot.lotId), lot);
    assert.deepEqual(second.slots.pending(), [{ nonce: 4, purpose: "claim:1:0", call, state: "pending" }]);
    assert.equal(second.slots.nextNonce(), 5);
    assert.equal(second.slots.versions(4).length, 1);
    second.close();
  });

  it("is readable by its owner alone, and logs ahead of its writes", () => {
    const journal = Journal.open(file);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    journal.close();
    const database = new DatabaseSync(file);
    assert.deepEqual({ ...database.prepare("pragma journal_mode").get() }, { journal_mode: "wal" });
    database.close();
  });

  it("keeps all writes of a step, or none", () => {
    const journal = Journal.open(file);
    assert.throws(() =>
      journal.atomically(() => {
        journal.remember("a", "1");
        throw new Error("in the middle");
      }),
    );
    assert.equal(journal.recall("a"), undefined);
    journal.close();
  });

  it("refuses a damaged file and one of another version", () => {
    const unreadable = (error: unknown) =>
      error instanceof GraphitiError && error.code === "JOURNAL_UNREADABLE";
    writeFileSync(file, "this is not a database, but long enough to be looked at as one".repeat(20));
    assert.throws(() => Journal.open(file), unreadable);
    rmSync(file);
    const database = new DatabaseSync(file);
    database.exec("pragma user_version = 99");
    database.close();
    assert.throws(() => Journal.open(file), unreadable);
  });
});

describe("the slots of the journal", () => {
  it("take a purpose once, until it has failed", () => {
    const journal = Journal.open(file);
    journal.slots.open(0, "claim:1:0", call);
    assert.throws(() => journal.slots.open(1, "claim:1:0", call));
    journal.slots.settle(0, mined(false));
    assert.equal(journal.slots.live("claim:1:0"), undefined);
    journal.slots.open(1, "claim:1:0", call);
    journal.slots.settle(1, mined(true));
    assert.throws(() => journal.slots.open(2, "claim:1:0", call));
    journal.close();
  });

  it("count nonces that others have spent as used", () => {
    const journal = Journal.open(file);
    assert.equal(journal.slots.nextNonce(), undefined);
    journal.slots.open(6, "a", call);
    journal.slots.giveUp(6);
    assert.equal(journal.slots.nextNonce(), 7);
    assert.equal(journal.slots.live("a"), undefined);
    journal.close();
  });

  it("only fill a gap when the purpose is served by another nonce", () => {
    const journal = Journal.open(file);
    journal.slots.open(0, "a", call);
    journal.slots.settle(0, mined(false));
    journal.slots.open(1, "a", call);
    journal.slots.settle(1, mined(true));
    journal.slots.reopen(0);
    assert.equal(journal.slots.get(0)?.purpose, "fill:0");
    assert.equal(journal.slots.live("a")?.nonce, 1);
    journal.close();
  });
});
