import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { timelineOf } from "../../commands/overhead/timeline.ts";

let home: string;
before(() => {
  home = mkdtempSync(join(tmpdir(), "graphiti-overhead-"));
  mkdirSync(join(home, "logs"));
});
after(() => rmSync(home, { recursive: true }));

const jobId = 3n;
const lot = "196608";
const claimedAt = 1_700_000_000_000;

/** A node's log, by the seconds after the claim. */
function writeLog(node: number, entries: [seconds: number, msg: string, more?: object][]): void {
  const lines = entries.map(([seconds, msg, more]) =>
    JSON.stringify({ level: 30, time: claimedAt + seconds * 1000, lot, msg, ...more }),
  );
  writeFileSync(join(home, "logs", `node-${node}.log`), `${lines.join("\n")}\n`);
}

test("the steps of a job are found in the logs of all nodes", async () => {
  writeLog(1, [
    [0, "claimed a lot"],
    [13.1, "computed a lot", { tiles: 16, seconds: 13 }],
    [15.24, "submitted a lot"],
    [20, "a lot is final"],
    [21, "a lot is final", { lot: "65536" }],
  ]);
  writeLog(2, [
    [17, "computed a sample", { seconds: 1.4 }],
    [18.5, "sealed a lot"],
  ]);
  writeLog(3, [
    [16, "computed a sample", { seconds: 0.6 }],
    [17.5, "sealed a lot"],
  ]);
  writeFileSync(join(home, "logs", "chain.log"), "not a node's\n");
  assert.deepEqual(await timelineOf(home, jobId), {
    computed: 13.1,
    submitted: 15.2,
    seals: [17.5, 18.5],
    final: 20,
    inference: 13,
    checks: 1.4,
    overhead: 7,
  });
});

test("a lot whose end no log shows is reported", async () => {
  writeLog(1, [[0, "claimed a lot"]]);
  await assert.rejects(timelineOf(home, jobId, 0), /No node's log says that lot 196608 is final/);
});
