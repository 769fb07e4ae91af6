import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { maxPostings } from "@graphiti/protocol/order.ts";
import { checkItem, emptyBatch, itemsFor, parseBatch, titleOf, totalQuotes } from "../../app/batch/batch.ts";
import { batchPath, parseBatchPath } from "../../app/batch/batch-path.ts";
import type { OfferView, QuoteView } from "../../app/create/offer-view.ts";

test("as many works go into one transaction as the contract takes", async () => {
  const source = await readFile(new URL("../../contracts/EscrowRules.sol", import.meta.url), "utf8");
  assert.equal(Number(/MAX_BATCH = (\d+);/.exec(source)?.[1]), maxPostings);
  const files = Array.from({ length: maxPostings + 3 }, (_, index) => ({ name: `${index}.png` }));
  const items = itemsFor(files, []);
  assert.equal(items.filter(({ problem }) => !problem).length, maxPostings);
  assert.ok(itemsFor([{ name: "more.png" }], items).every(({ problem }) => problem));
});

test("titles come from file names; hidden files are no pictures", () => {
  assert.equal(titleOf("folder/Winter_harbour,  early.tiff"), "Winter harbour, early");
  assert.equal(titleOf(".png"), "Untitled");
  assert.deepEqual(
    itemsFor([{ name: ".DS_Store" }, { name: "a.b.png" }], []).map(({ title }) => title),
    ["a.b"],
  );
});

test("a kept batch has only pictures that are stored or refused; a torn one is empty", () => {
  const [item] = itemsFor([{ name: "a.png" }], []);
  if (!item) throw new Error("no item");
  const picture = { inputCid: "bafy", width: 1, height: 1 };
  const kept = parseBatch(JSON.stringify({ items: [item, { ...item, picture }], card: { artist: "E." } }));
  assert.equal(kept.items.length, 1);
  assert.equal(kept.card.artist, "E.");
  assert.equal(kept.choice.family, "faithful");
  assert.deepEqual(parseBatch('{"items":[{'), emptyBatch);
});

test("each work needs its own title", () => {
  const [item] = itemsFor([{ name: "a.png" }], []);
  if (!item) throw new Error("no item");
  assert.deepEqual(checkItem(emptyBatch, item), {});
  assert.deepEqual(Object.keys(checkItem(emptyBatch, { ...item, title: " " })), ["title"]);
});

test("the price of all is the sum, and the slowest says how long it takes", () => {
  const quote = (maxPriceWei: string, estimateSeconds: number) =>
    ({ minPriceWei: "1", maxPriceWei, estimateSeconds }) as QuoteView;
  const offer = (maxPriceWei: string, seconds: number) =>
    ({ quotes: { checked: quote(maxPriceWei, seconds), cheap: quote("5", 9) } }) as OfferView;
  const total = totalQuotes([offer("90071992547409931", 30), offer("2", 70)]);
  assert.deepEqual(total?.checked, {
    minPriceWei: "2",
    maxPriceWei: "90071992547409933",
    estimateSeconds: 70,
  });
  assert.equal(total?.cheap.maxPriceWei, "10");
  assert.equal(totalQuotes([]), undefined);
});

test("the page of a batch names its jobs, and nothing else makes one", () => {
  assert.equal(batchPath("12", 3), "/batch/12-14");
  assert.deepEqual(parseBatchPath("12-14", 65), { first: 12n, last: 14n });
  for (const text of ["12", "14-12", "0-3", "1-66", "a-b", "1-2-3"])
    assert.equal(parseBatchPath(text, 65), undefined);
});
