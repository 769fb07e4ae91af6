import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runCampaign } from "./model/campaign.ts";
import { cast } from "./model/cast.ts";
import { protocolFeeBps } from "./model/deployment.ts";
import { replay, shrink } from "./model/replay.ts";
import { operationsPerChain, runModel } from "./model/run-model.ts";

describe("the model and the contracts", () => {
  it(`agree on ${operationsPerChain} random calls, which meet every error and every ending`, async () => {
    const report = await runModel(operationsPerChain, 1);
    assert.equal(report.failure?.text, undefined);
    assert.deepEqual(report.missing, []);
    assert.equal(report.operations, operationsPerChain);
  });

  it("do the same when the same seed is used again", async () => {
    const [one, other] = [await runCampaign(7, 120), await runCampaign(7, 120)];
    assert.equal(one.failure, undefined);
    assert.deepEqual(one.operations, other.operations);
  });

  it("differ when the model believes in another fee, and a shorter list of steps shows it too", async () => {
    const twist = { protocolFeeBps: protocolFeeBps + 1 };
    const { failure, operations, consents } = await runCampaign(1, 4_000, twist);
    assert.ok(failure, "a wrong model was not found out");
    const what = failure.mismatches.map((mismatch) => mismatch.what);
    assert.ok(what.includes("events"), `${what}`);
    const shorter = await shrink(operations, consents, { seconds: 5, twist });
    assert.ok(shorter.length < operations.length);
    assert.ok(await replay(shorter, consents, twist));
    assert.equal(await replay(shorter, consents), undefined);
  });

  it("differ when the model errs about who takes no ether", async () => {
    const { failure } = await runCampaign(1, 8_000, { refusers: new Set(cast.strangers) });
    assert.deepEqual(failure?.mismatches[0]?.what, "outcome");
  });
});
