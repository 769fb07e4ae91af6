import assert from "node:assert/strict";
import { test } from "node:test";
import type { TokenSummary } from "../../app/_data/views.ts";
import { catchUp, type WordSource } from "../../app/_server/search/catch-up.ts";
import { TitleIndex } from "../../app/_server/search/title-index.ts";

const scope = "31337.0xa1";
const words = (tokenId: string, title: string, artist = "", description = "") => ({
  ...{ tokenId, title, artist, description },
});

test("works are found by the beginnings of their words, whatever the case or the accents; titles first", () => {
  const index = new TitleIndex(":memory:");
  index.add(scope, words("1", "Harbour, early", "Ana Peña", "boats"));
  index.add(scope, words("2", "Dunes", "Bo", "near the harbour"));
  index.add("other", words("3", "Harbour"));
  assert.deepEqual(index.find(scope, "harb"), ["1", "2"]);
  assert.deepEqual(index.find(scope, "PENA early"), ["1"]);
  assert.deepEqual(index.find(scope, "arbour"), []);
  assert.deepEqual(index.find(scope, "harbour dunes"), ["2"]);
  index.close();
});

test("what would be a command to the index is only text", () => {
  const index = new TitleIndex(":memory:");
  index.add(scope, words("1", "NEAR misses AND others"));
  for (const text of ['"', "title:", "NEAR(", "*", "' OR 1=1 --", "near AND", "a^2", ""])
    assert.doesNotThrow(() => index.find(scope, text), text);
  assert.deepEqual(index.find(scope, "and near"), ["1"]);
  assert.deepEqual(index.find(scope, '"*'), []);
  index.close();
});

/** A collection of `count` works, of which some cannot be read, that tells how many were asked for. */
function collection(count: number, unreadable: Set<string>) {
  const asked: string[] = [];
  const all = Array.from({ length: count }, (_, index) => ({ tokenId: String(index + 1) }) as TokenSummary);
  const source: WordSource = {
    page: async (cursor, limit) => {
      const older = all.filter(({ tokenId }) => !cursor || Number(tokenId) < Number(cursor)).reverse();
      const items = older.slice(0, limit);
      return { items, ...(older.length > limit && { nextCursor: items.at(-1)?.tokenId }) };
    },
    tokensOf: async (ids) => all.filter(({ tokenId }) => ids.includes(tokenId)),
    wordsOf: async ({ tokenId }) => {
      asked.push(tokenId);
      return unreadable.has(tokenId) ? undefined : words(tokenId, `work number${tokenId}`);
    },
  };
  const mint = () => all.push({ tokenId: String(all.length + 1) } as TokenSummary);
  return { source, asked, mint };
}

test("each work is read once, new ones at the next search, and what could not be read is tried again", async () => {
  const index = new TitleIndex(":memory:");
  const unreadable = new Set(["7"]);
  const { source, asked, mint } = collection(120, unreadable);
  await catchUp(index, scope, source);
  assert.equal(asked.length, 120);
  assert.ok(!index.find(scope, "number7").includes("7"));
  mint();
  unreadable.clear();
  await catchUp(index, scope, source);
  assert.deepEqual(asked.slice(120), ["7", "121"]);
  assert.ok(index.find(scope, "number7").includes("7"));
  assert.deepEqual(index.find(scope, "number121"), ["121"]);
  await catchUp(index, scope, source);
  assert.equal(asked.length, 122);
  index.close();
});

test("a search reads so many works at most, and the next goes on where it ended", async () => {
  const index = new TitleIndex(":memory:");
  const { source, asked } = collection(1_200, new Set());
  await catchUp(index, scope, source);
  assert.equal(asked.length, 500);
  assert.deepEqual(index.find(scope, "number701"), ["701"]);
  assert.deepEqual(index.find(scope, "number700"), []);
  await catchUp(index, scope, source);
  assert.equal(asked.length, 1_000);
  await catchUp(index, scope, source);
  assert.equal(asked.length, 1_200);
  assert.equal(new Set(asked).size, 1_200);
  index.close();
});
