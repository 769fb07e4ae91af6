import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { type Campaign, campaigns } from "../../commands/nightly/campaigns.ts";
import { readState, type Sources, sourcesDigest, sourcesOf } from "../../commands/nightly/progress.ts";
import { type Run, runCampaigns } from "../../commands/nightly/run-campaigns.ts";
import { resolveImport } from "../repository/layers.ts";

const campaign = (name: string, goal: number): Campaign => ({
  ...{ name, goal, unit: "steps", chunk: 10, restsOn: [`${name}/*.ts`] },
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
  const sit = (all: Campaign[], run: Run, sources: Sources = { a: "1", b: "1" }) =>
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

  it("begins a campaign anew when what it rests on has changed, and no other", async () => {
    const all = [campaign("a", 10), campaign("b", 10)];
    for (const name of ["a", "b"]) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, "x.ts"), "1");
    }
    await sit(all, runner(), sourcesDigest(folder, all));
    writeFileSync(join(folder, "b", "x.ts"), "2");
    await sit(all, runner(), sourcesDigest(folder, all));
    assert.deepEqual(ran, ["a 0 10", "b 0 10", "b 0 10"]);
  });
});

/** Every file of the repository that a program imports, and those import, by their paths from its root. */
function importsOf(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found;
  found.add(file);
  for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(
    /^(?:import|export|\}).* from "([^"]+)"/gm,
  )) {
    const target = resolveImport(file, specifier);
    if (target !== undefined) importsOf(target, found);
  }
  return found;
}

describe("the campaigns", () => {
  it("reach what the project has set itself", () => {
    const goals = Object.fromEntries(campaigns.map(({ name, goal }) => [name, goal]));
    assert.ok((goals.fuzz ?? 0) >= 200_000);
    assert.ok((goals.invariants ?? 0) >= 10_000);
  });

  it("rest on all that their programs import", () => {
    for (const campaign of campaigns) {
      const { args } = campaign.call({ index: 0, units: 1 });
      const program = args.find((arg) => arg.endsWith(".ts"));
      const sources = new Set(sourcesOf(".", campaign));
      assert.ok(sources.size > 0, campaign.name);
      const missing = [...(program ? importsOf(program) : [])].filter((file) => !sources.has(file));
      assert.deepEqual(missing, [], campaign.name);
    }
  });

  it("fail when too many mutants survive", () => {
    const args = campaigns.find(({ name }) => name === "mutation")?.call({ index: 0, units: 1 }).args ?? [];
    assert.ok(Number(args[args.indexOf("--least") + 1]) >= 80);
  });

  it("never repeat a seed", () => {
    for (const { name, call, chunk } of campaigns) {
      const calls = Array.from({ length: 30 }, (_, index) => JSON.stringify(call({ index, units: chunk })));
      assert.equal(new Set(calls).size, 30, name);
    }
  });
});
