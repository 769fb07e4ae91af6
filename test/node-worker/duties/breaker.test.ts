import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import { isClaimingStopped, resumeClaiming, stoppedAtMs } from "../../../node-worker/duties/breaker.ts";
import { reconcile } from "../../../node-worker/duties/reconcile.ts";
import { job, lotRow, standIn } from "./stand-in.ts";

const hourMs = 3_600_000;
const nowMs = 100 * 24 * hourMs;

describe("the breaker", () => {
  let stage: ReturnType<typeof standIn>;
  beforeEach(() => {
    stage = standIn({ nowSeconds: 5_000, jobState: "live", lot: { state: "open", attempt: 1 } });
  });
  afterEach(() => stage.close());

  it("stops the claiming at the second late fee in a day, until the operator resumes it", () => {
    const { journal } = stage;
    journal.lateFees.add(1n, 0, nowMs - 23 * hourMs);
    assert.equal(isClaimingStopped(journal, nowMs), false);
    journal.lateFees.add(1n, 0, nowMs);
    assert.equal(isClaimingStopped(journal, nowMs), false, "one fee counted twice");
    journal.lateFees.add(1n, 1, nowMs);
    assert.equal(isClaimingStopped(journal, nowMs), true);
    assert.equal(isClaimingStopped(journal, nowMs + 100 * hourMs), true, "it resumed by itself");
    assert.equal(stoppedAtMs(journal), nowMs);

    resumeClaiming(journal, nowMs + 1);
    assert.equal(isClaimingStopped(journal, nowMs + 2), false);
    assert.equal(stoppedAtMs(journal), undefined);
    journal.lateFees.add(2n, 0, nowMs + 2);
    assert.equal(isClaimingStopped(journal, nowMs + 3), false, "fees from before the resumption count");
    journal.lateFees.add(3n, 0, nowMs + 3);
    assert.equal(isClaimingStopped(journal, nowMs + 3), true);
  });

  it("lets two late fees pass that lie more than a day apart", () => {
    stage.journal.lateFees.add(1n, 0, nowMs - 25 * hourMs);
    stage.journal.lateFees.add(2n, 0, nowMs);
    assert.equal(isClaimingStopped(stage.journal, nowMs), false);
  });

  it("counts lots of this node that were given back, by whomever, and no others", async () => {
    const { node, journal } = stage;
    journal.jobs.put(job);
    journal.lots.put(lotRow);
    await reconcile(node, lotRow.lotId);
    assert.equal(journal.lateFees.countSince(0), 0, "another node's lot");
    const claim = { operator: node.machineKey, price: 1n, openSeconds: 1 };
    journal.lots.put({ ...lotRow, stage: "claimed", claim });
    await reconcile(node, lotRow.lotId);
    assert.equal(journal.lateFees.countSince(0), 1);
    await reconcile(node, lotRow.lotId);
    assert.equal(journal.lateFees.countSince(0), 1, "one lot counted twice");
  });
});
