import assert from "node:assert/strict";
import { afterEach, describe, it } from "node:test";
import { jobIdOf } from "@graphiti/protocol/terms.ts";
import { reconcile } from "../../../node-worker/duties/reconcile.ts";
import { sweepFiles } from "../../../node-worker/duties/sweep.ts";
import type { LotStage } from "../../../node-worker/journal/lot-rows.ts";
import { type ChainSays, job, lotRow, standIn } from "./stand-in.ts";

const nowSeconds = 5_000;
let stage: ReturnType<typeof standIn> | undefined;
afterEach(() => stage?.close());

function begin(says: Omit<ChainSays, "nowSeconds">) {
  stage = standIn({ nowSeconds, ...says });
  stage.journal.jobs.put(job);
  stage.journal.lots.put(lotRow);
  return stage;
}

/** Seconds for which a seen lot is left after it was reconciled. */
async function rest(says: Omit<ChainSays, "nowSeconds">) {
  const { node, journal } = begin(says);
  await reconcile(node, lotRow.lotId);
  return ((journal.lots.get(lotRow.lotId)?.retryAt ?? 0) - Date.now()) / 1000;
}

describe("a lot that others have", () => {
  it("is left until their time is over, on the chain's clock", async () => {
    const seconds = await rest({ jobState: "live", lot: { state: "claimed", time: nowSeconds + 60 } });
    assert.ok(seconds > 50 && seconds <= 60, `${seconds} s`);
  });

  it("is left for a moment when their time is long over", async () => {
    for (const state of ["claimed", "submitted"] as const) {
      const seconds = await rest({ jobState: "live", lot: { state, time: nowSeconds - 1_000 } });
      assert.ok(seconds > 1, `${state}: ${seconds} s`);
    }
  });

  it("is left for a moment when the chain does not show its job", async () => {
    const seconds = await rest({ jobState: "none", lot: {} });
    assert.ok(seconds > 1, `${seconds} s`);
  });
});

describe("what lies on the disk", () => {
  it("goes with a lot that is over", async () => {
    const { node, journal, files, hasFiles } = begin({ jobState: "live", lot: { state: "refunded" } });
    await files();
    journal.tiles.add(lotRow.lotId, { tile: 0, outputDigest: "0x01", probe: "0x02" });
    const { standing } = await reconcile(node, lotRow.lotId);
    assert.equal(standing.kind, "over");
    assert.equal(hasFiles(), false);
    assert.deepEqual(journal.tiles.of(lotRow.lotId), []);
  });

  it("stays at the start for lots that can still be worked on, and for no others", async () => {
    const { node, journal, files, hasFiles } = begin({ jobState: "live", lot: {} });
    const put = (lotId: bigint, stage: LotStage) =>
      journal.lots.put({ ...lotRow, lotId, jobId: jobIdOf(lotId), stage });
    const [first, claimed, final, alone, unknown] = [1, 2, 3, 0x20000, 0x30000].map(
      (id) => lotRow.lotId + BigInt(id),
    ) as [bigint, bigint, bigint, bigint, bigint];
    put(claimed, "claimed");
    put(final, "final");
    put(first, "dropped");
    put(alone, "dropped");
    for (const lotId of [lotRow.lotId, first, claimed, final, alone, unknown]) await files(lotId);
    await sweepFiles(node);
    const left = [lotRow.lotId, first, claimed, final, alone, unknown].filter((lotId) => hasFiles(lotId));
    assert.deepEqual(left, [lotRow.lotId, claimed]);
  });
});

describe("the next lot to look at", () => {
  it("is a new one, else the one that has waited longest", () => {
    const { journal } = begin({ jobState: "live", lot: {} });
    journal.lots.put({ ...lotRow, retryAt: 300 });
    journal.lots.put({ ...lotRow, lotId: 2n, retryAt: 200 });
    journal.lots.put({ ...lotRow, lotId: 3n, retryAt: 900 });
    assert.equal(journal.lots.nextSeen(500)?.lotId, 2n);
    journal.lots.put({ ...lotRow, lotId: 4n });
    assert.equal(journal.lots.nextSeen(500)?.lotId, 4n);
    assert.equal(journal.lots.nextSeen(-1), undefined);
  });
});
