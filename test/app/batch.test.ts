import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { maxPostings } from "@graphiti/protocol/order.ts";
import {
  checkItem,
  emptyBatch,
  hasPlace,
  itemFor,
  parseBatch,
  titleOf,
  tooMany,
  totalQuotes,
} from "../../app/batch/batch.ts";
import { batchPath, parseBatchPath } from "../../app/batch/batch-path.ts";
import type { OfferView, QuoteView, UploadView } from "../../app/create/offer-view.ts";

test("as many works go into one transaction as the contract takes", async () => {
  const source = await readFile(new URL("../../contracts/EscrowRules.sol", import.meta.url), "utf8");
  assert.equal(Number(/MAX_BATCH = (\d+);/.exec(source)?.[1]), maxPostings);
  const stored = Array.from({ length: maxPostings }, (_, index) => ({
    ...itemFor({ name: `${index}.png` }),
    picture: { inputCid: "bafy" } as UploadView,
  }));
  const [refused, underWay] = [
    { ...itemFor({ name: "notes.txt" }), problem: tooMany },
    itemFor({ name: "a.png" }),
  ];
  assert.ok(!hasPlace(stored));
  assert.ok(hasPlace([...stored.slice(1), refused, underWay]), "neither takes a place");
});

test("titles come from file names", () => {
  assert.equal(titleOf("folder/Winter_harbour,  early.tiff"), "Winter harbour, early");
  assert.equal(titleOf(".png"), "Untitled");
  assert.equal(itemFor({ name: "a.b.png" }).title, "a.b");
});

test("a kept batch has only pictures that are stored or refused; a torn one is empty", () => {
  const item = itemFor({ name: "a.png" });
  const picture = { inputCid: "bafy", width: 1, height: 1 };
  const kept = parseBatch(JSON.stringify({ items: [item, { ...item, picture }], card: { artist: "E." } }));
  assert.equal(kept.items.length, 1);
  assert.equal(kept.card.artist, "E.");
  assert.equal(kept.choice.family, "faithful");
  assert.deepEqual(parseBatch('{"items":[{'), emptyBatch);
});

test("each work needs its own title", () => {
  const item = itemFor({ name: "a.png" });
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
