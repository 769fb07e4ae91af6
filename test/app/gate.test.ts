import assert from "node:assert/strict";
import { test } from "node:test";
import type { GraphitiError } from "@graphiti/protocol/errors.ts";
import { Gate } from "../../app/_server/gate.ts";

function task() {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  return { promise, resolve, reject };
}

test("no more run at once than allowed; the next starts when one ends, also by failing", async () => {
  const gate = new Gate({ running: 2, waiting: 5 });
  const tasks = [task(), task(), task(), task()];
  const started: number[] = [];
  const runs = tasks.map((each, index) =>
    gate.run(() => {
      started.push(index);
      return each.promise;
    }),
  );
  assert.deepEqual(started, [0, 1]);
  tasks[1]?.reject(new Error("failed"));
  await assert.rejects(runs[1] as Promise<void>, /failed/);
  assert.deepEqual(started, [0, 1, 2]);
  for (const each of tasks) each.resolve();
  await Promise.all([runs[0], runs[2], runs[3]]);
  assert.deepEqual(started, [0, 1, 2, 3]);
});

test("who finds the queue full is told so, and places come free again", async () => {
  const gate = new Gate({ running: 1, waiting: 1 });
  const first = task();
  const running = gate.run(() => first.promise);
  const waiting = gate.run(async () => "second");
  const busy = (thrown: unknown) => (thrown as GraphitiError).code === "GALLERY_BUSY";
  await assert.rejects(
    gate.run(async () => "third"),
    busy,
  );
  first.resolve();
  await running;
  assert.equal(await waiting, "second");
  assert.equal(await gate.run(async () => "fourth"), "fourth");
});
