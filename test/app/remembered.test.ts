import assert from "node:assert/strict";
import { test } from "node:test";
import { Remembered } from "../../app/_server/remembered.ts";

/** Makes answers and counts how often each was made. */
function maker() {
  const made: string[] = [];
  const make = (key: string) => async () => {
    made.push(key);
    return `${key}!`;
  };
  return { made, make };
}

test("the same answer is made once, however many ask, at once and later", async () => {
  const { made, make } = maker();
  const answers = new Remembered<string>(4);
  const both = await Promise.all([answers.get("a", make("a")), answers.get("a", make("a"))]);
  assert.deepEqual(both, ["a!", "a!"]);
  assert.equal(await answers.get("a", make("a")), "a!");
  assert.deepEqual(made, ["a"]);
});

test("a failure is told to all who wait, and forgotten", async () => {
  const answers = new Remembered<string>(4);
  const failing = async (): Promise<string> => {
    throw new Error("no store");
  };
  const both = [answers.get("a", failing), answers.get("a", failing)];
  for (const one of both) await assert.rejects(one, /no store/);
  assert.equal(await answers.get("a", async () => "now"), "now");
});

test("beyond its size the answer goes that was asked for longest ago", async () => {
  const { made, make } = maker();
  const answers = new Remembered<string>(2);
  for (const key of ["a", "b", "a", "c", "a", "b"]) await answers.get(key, make(key));
  assert.deepEqual(made, ["a", "b", "c", "b"]);
});
