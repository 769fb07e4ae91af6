import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { type Campaign, campaigns } from "../../commands/nightly/campaigns.ts";
import { readState, sourcesDigest } from "../../commands/nightly/progress.ts";
import { type Run, runCampaigns } from "../../commands/nightly/run-campaigns.ts";

const campaign = (name: string, goal: number): Campaign => ({
  ...{ name, goal, unit: "steps", chunk: 10 },
  call: ({ index, units }) => ({ program: name, args: [String(index), String(units)] }),
});

describe("the campaigns' runner", () => {
  let folder: string;
  let ran: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "graphiti-nightly-"));
    ran = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Ends as it is told to, for each call that is spelt `name index units`. */
  const runner =
    (ends: Record<string, "fails" | "is cut off"> = {}): Run =>
    async ({ program, args }) => {
      const call = [program, ...args].join(" ");
      ran.push(call);
      const end = ends[call];
      return { code: end === undefined ? 0 : 1, output: call, timedOut: end === "is cut off" };
    };
  const sit = (all: Campaign[], run: Run, sources = "a") =>
    runCampaigns(all, readState(folder, sources), folder, 60, () => {}, run);

  it("does all chunks in turns, the last one smaller, and nothing twice", async () => {
    const all = [campaign("a", 25), campaign("b", 10)];
    const { campaigns: did, failures } = await sit(all, runner());
    assert.deepEqual(ran, ["a 0 10", "b 0 10", "a 1 10", "a 2 5"]);
    assert.deepEqual(
      did.map(({ done }) => done),
      [25, 10],
    );
    assert.deepEqual(failures, []);
    await sit(all, runner());
    assert.equal(ran.length, 4);
  });

  it("counts nothing of a chunk that was cut off, and begins it again", async () => {
    const { cutOff, campaigns: did } = await sit([campaign("a", 30)], runner({ "a 1 10": "is cut off" }));
    assert.equal(cutOff, "a");
    assert.equal(did[0]?.done, 10);
    ran = [];
    await sit([campaign("a", 30)], runner());
    assert.deepEqual(ran, ["a 1 10", "a 2 10"]);
  });

  it("goes on with the others after a failure, and tries the failed chunk again next time", async () => {
    const all = [campaign("a", 20), campaign("b", 20)];
    const { failures } = await sit(all, runner({ "a 0 10": "fails" }));
    assert.deepEqual(failures, [{ name: "a", chunk: 0, log: join(folder, "a-0.log") }]);
    assert.deepEqual(ran, ["a 0 10", "b 0 10", "b 1 10"]);
    ran = [];
    await sit(all, runner());
    assert.deepEqual(ran, ["a 0 10", "a 1 10"]);
  });

  it("begins anew when the contracts have changed", async () => {
    await sit([campaign("a", 10)], runner());
    await sit([campaign("a", 10)], runner(), "others");
    assert.deepEqual(ran, ["a 0 10", "a 0 10"]);
  });
});

describe("the campaigns", () => {
  it("reach what the project has set itself", () => {
    const goals = Object.fromEntries(campaigns.map(({ name, goal }) => [name, goal]));
    assert.ok((goals.fuzz ?? 0) >= 200_000);
    assert.ok((goals.invariants ?? 0) >= 10_000);
    assert.match(sourcesDigest("."), /^[0-9a-f]{64}$/);
  });

  it("never repeat a seed", () => {
    for (const { name, call, chunk } of campaigns) {
      const calls = Array.from({ length: 30 }, (_, index) => JSON.stringify(call({ index, units: chunk })));
      assert.equal(new Set(calls).size, 30, name);
    }
  });
});
