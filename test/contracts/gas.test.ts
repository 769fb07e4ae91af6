import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { measureGas } from "./stage/measure-gas.ts";

/** A third of what a transaction may take on the chains in use, so that none is ever hard to get in. */
const mostOfOne = 10_000_000;

/** What people decide by, in gas. The snapshot holds what is; this holds what must never be passed. */
const ceilings = {
  "job with mint by window": 312_000,
  "job with mint, two attesters": 500_000,
  finalise: 125_000,
};

describe("gas", async () => {
  const measured = await measureGas();

  it("is exactly that of the snapshot", async () => {
    const snapshot: unknown = JSON.parse(
      await readFile(new URL("gas-snapshot.json", import.meta.url), "utf8"),
    );
    assert.deepEqual(measured, snapshot, "if it is meant: npm run gas -- --update");
  });

  it("of the largest transactions is far below a block's", () => {
    const largest = Object.entries(measured).filter(([scenario]) => scenario.startsWith("largest: "));
    assert.equal(largest.length, 7);
    for (const [scenario, gas] of largest) assert.ok(gas < mostOfOne, `${scenario}: ${gas}`);
  });

  it("of a whole job stays below its ceilings", () => {
    for (const [scenario, most] of Object.entries(ceilings)) {
      const gas = measured[scenario] ?? Number.NaN;
      assert.ok(gas <= most, `${scenario}: ${gas}`);
    }
  });
});
