import assert from "node:assert/strict";
import { test } from "node:test";
import { parseEther } from "viem";
import { explorePath, loadFilters, worksPath } from "../../app/explore/filters.ts";

const read = (search: string) =>
  loadFilters(Promise.resolve(Object.fromEntries(new URLSearchParams(search))));

test("what is looked for comes back from its own address", async () => {
  const search = "q=early+harbour&sale=price&service=dream&least=0.25&most=3&longest=4096&sort=cheapest";
  const filters = await read(search);
  assert.deepEqual([filters.least, filters.most, filters.page], [parseEther("0.25"), parseEther("3"), 0]);
  const path = explorePath(filters, 2);
  assert.match(path, /^\/explore\?.*page=3/);
  assert.deepEqual(await read(path.split("?")[1] ?? ""), { ...filters, page: 2 });
  assert.doesNotMatch(explorePath(filters), /page=/);
  assert.equal(worksPath(filters, 2), path.replace("/explore", "/api/works"));
  assert.equal((await read(`q=${"a".repeat(90)}`)).q?.length, 80);
});

test("what is malformed asks for nothing", async () => {
  const nothing = await read("");
  for (const bad of [
    "sale=cheap",
    "least=lots",
    "most=-1",
    "longest=0",
    "longest=1e9",
    "sort=x",
    "page=-3",
    "page=0",
    "page=99999",
    "q=",
    "q=+",
    "artist=me",
  ])
    assert.deepEqual(await read(bad), nothing, bad);
});
