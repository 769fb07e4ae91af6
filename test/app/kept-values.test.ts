import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { changeKept, keptValue, watchKept } from "../../app/create/kept-values.ts";

type Draft = { title: string; words: string };
const parse = (text: string | null): Draft => ({ title: "", words: "", ...JSON.parse(text ?? "{}") });
const stored = new Map<string, string>();

beforeEach(() => {
  stored.clear();
  const localStorage = {
    getItem: (slot: string) => stored.get(slot) ?? null,
    setItem: (slot: string, text: string) => void stored.set(slot, text),
  };
  Object.assign(globalThis, { window: { localStorage } });
});

test("all that show a value see each change, and it is kept", () => {
  const seen: string[] = [];
  const stop = [0, 1].map((who) =>
    watchKept("a", parse, () => seen.push(`${who} ${keptValue("a", parse).title}`)),
  );
  assert.equal(keptValue("a", parse), keptValue("a", parse), "the same object until it changes");
  changeKept("a", parse, { title: "one" });
  changeKept("a", parse, { words: "two" });
  assert.deepEqual(seen, ["0 one", "1 one", "0 one", "1 one"]);
  assert.deepEqual(parse(stored.get("a") ?? null), { title: "one", words: "two" });
  for (const leave of stop) leave();
});

test("a change by somebody who has left is kept, and seen by whoever shows the value now", () => {
  const leave = watchKept("b", parse, () => {});
  changeKept("b", parse, { title: "one" });
  leave();
  changeKept("b", parse, { words: "late" });
  assert.deepEqual(keptValue("b", parse), { title: "one", words: "late" });
});

test("whoever comes after the last has left reads what is kept by then", () => {
  watchKept("c", parse, () => {})();
  stored.set("c", JSON.stringify({ title: "from another page" }));
  assert.equal(keptValue("c", parse).title, "from another page");
});
