import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allowList, workParams } from "@graphiti/protocol/drop.ts";
import type { Quote } from "@graphiti/protocol/quote.ts";
import { type Address, parseEther, zeroHash } from "viem";
import {
  cardErrors,
  computingOf,
  type DropDraft,
  dropTerms,
  parseDropDraft,
  seriesOf,
} from "../../app/drops/new/drop-draft.ts";

const usual = parseDropDraft(null);
const errorsOf = (part: Partial<DropDraft>) => dropTerms({ ...usual, ...part }).errors;
const quote: Quote = {
  ...{ finality: "checked", tiles: 16, tilesPerLot: 16, lots: 1, attesters: 2, sampleTiles: 2 },
  ...{ finalityClass: 0, width: 2048, height: 1638, minPriceWei: 4n, maxPriceWei: 10n },
  ...{ rampSeconds: 120, claimSeconds: 300, deadlineSeconds: 1_600, estimateSeconds: 60 },
};

describe("a drop that is being written", () => {
  test("begins with terms that are whole, and lacks only a title", () => {
    assert.deepEqual(dropTerms(usual).errors, {});
    assert.deepEqual(Object.keys(cardErrors(usual)), ["title"]);
    const { terms } = dropTerms({ ...usual, startPrice: "1,5", startHours: "0,5" });
    assert.deepEqual([terms?.startPrice, terms?.startSeconds], [parseEther("1.5"), 1_800]);
  });

  test("is kept, and begins anew where what was kept cannot be read", () => {
    const kept = { ...usual, supply: "7" };
    assert.deepEqual(parseDropDraft(JSON.stringify(kept)), kept);
    for (const torn of ["{", '{"supply":7}', '{"finality":"never"}', '{"look":{"service":"paint"}}'])
      assert.deepEqual(parseDropDraft(torn), usual);
  });

  test("says of each field what is wrong", () => {
    const wrong: [Partial<DropDraft>, keyof DropDraft][] = [
      [{ supply: "0" }, "supply"],
      [{ supply: "10001" }, "supply"],
      [{ walletCap: "1.5" }, "walletCap"],
      [{ startPrice: "much" }, "startPrice"],
      [{ floorPrice: "0" }, "floorPrice"],
      [{ startPrice: "1", floorPrice: "1.1" }, "floorPrice"],
      [{ startHours: "2160" }, "startHours"],
      [{ fallHours: "0" }, "fallHours"],
      [{ saleHours: "721" }, "saleHours"],
      [{ fallHours: "3", saleHours: "2" }, "saleHours"],
      [{ list: "[]" }, "list"],
      [{ list: `["0x${"1".repeat(40)}"]` }, "listHours"],
      [{ royaltyPercent: "11" }, "royaltyPercent"],
    ];
    for (const [part, field] of wrong) {
      const draft = { ...usual, ...part, ...(field === "list" && { listHours: "1" }) };
      assert.deepEqual(Object.keys(errorsOf(draft)), [field], JSON.stringify(part));
      assert.equal(dropTerms(draft).terms, undefined);
    }
  });

  test("becomes the series that the factory takes, counted from the chain's time", () => {
    const account: Address = `0x${"1".repeat(40)}`;
    const { terms } = dropTerms({
      ...usual,
      ...{
        startHours: "1",
        fallHours: "2",
        saleHours: "3",
        list: JSON.stringify([account]),
        listHours: "0.5",
      },
    });
    assert(terms);
    const known = { look: usual.look, serviceId: 9, cardDigest: zeroHash, quote, nowSeconds: 1_000 };
    const series = seriesOf(terms, known);
    assert.equal(series.startsAt, 1_020 + 120 + 3_600, "in whole minutes, with two to sign");
    assert.deepEqual(
      [series.endsAt, series.fallSeconds, series.allowEndsAt].map((each) => each - series.startsAt),
      [10_800, 7_200 - series.startsAt, 1_800],
    );
    assert.equal(series.allowRoot, allowList([account]).root);
    const { palette, complexity } = workParams(series.look, `0x${"00".repeat(16)}`);
    assert.deepEqual([palette, complexity], [usual.look.palette, usual.look.complexity]);
    const open = dropTerms({ ...usual, listHours: "5" }).terms;
    assert(open);
    assert.deepEqual(
      [seriesOf(open, known).allowRoot, seriesOf(open, known).allowEndsAt],
      [zeroHash, 0],
      "hours without a list are none",
    );
  });

  test("gives the one node of each work time for all tiles, and more than one try", () => {
    const { claimSeconds, deadlineSeconds, maxPrice } = computingOf(quote);
    assert.deepEqual([claimSeconds, maxPrice], [300, 10n]);
    assert.equal(computingOf({ ...quote, tiles: 40 }).claimSeconds, 750);
    assert.equal(deadlineSeconds, 3 * 86_400);
    assert.equal(computingOf({ ...quote, deadlineSeconds: 400_000 }).deadlineSeconds, 800_000);
  });
});
