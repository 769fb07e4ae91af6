import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { sampleOf } from "./digests.ts";
import {
  attesterPay,
  bondOf,
  cutOf,
  jobPrice,
  lateFeeOf,
  lotPrice,
  maxPriceOfAll,
  potOf,
  shareOf,
  splitOf,
  tilesOfLot,
} from "./money.ts";
import type { Terms } from "./records.ts";

/** A job of at most 64 lots, from one wei to the highest price. */
const jobs = fc
  .record({
    tilesPerLot: fc.integer({ min: 1, max: 128 }),
    lots: fc.integer({ min: 1, max: 64 }),
    short: fc.nat(127),
    maxPrice: fc.oneof(fc.bigInt(1n, 1_000n), fc.bigInt(1n, maxPriceOfAll)),
    part: fc.nat(1_000),
    rampSeconds: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    attesters: fc.nat(5),
  })
  .map(({ tilesPerLot, lots, short, maxPrice, part, ...rest }) => {
    const tiles = Math.max(1, tilesPerLot * lots - Math.min(short, tilesPerLot - 1));
    const minPrice = (maxPrice * BigInt(part)) / 1_000n;
    return { tiles, order: { tilesPerLot, maxPrice, minPrice, ...rest } } as Terms;
  });

const lotsOf = (terms: Terms) => Array.from({ length: cutOf(terms).lotCount }, (_, index) => index);
const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

describe("the money rules of the model", () => {
  it("cut every tile into one lot", () => {
    fc.assert(
      fc.property(jobs, (terms) => {
        const { tileLots } = cutOf(terms);
        const tiles = lotsOf(terms)
          .slice(0, tileLots)
          .map((index) => tilesOfLot(terms, index));
        assert.equal(
          tiles.reduce((all, some) => all + some, 0),
          terms.tiles,
        );
        assert.ok(tiles.every((some) => some >= 1));
      }),
    );
  });

  it("share the highest price out to the wei", () => {
    fc.assert(
      fc.property(jobs, (terms) => {
        const shares = lotsOf(terms).map((index) => shareOf(terms, index));
        assert.equal(sum(shares), terms.order.maxPrice);
        assert.ok(shares.every((share) => share >= 0n));
      }),
    );
  });

  it("ask for a price that starts at the lowest, never falls and ends at the highest", () => {
    const seconds = fc.nat(2 ** 32 - 1);
    fc.assert(
      fc.property(jobs, seconds, seconds, ({ order }, one, other) => {
        assert.equal(jobPrice(order, 0), order.minPrice);
        assert.equal(jobPrice(order, order.rampSeconds), order.maxPrice);
        assert.ok(jobPrice(order, Math.min(one, other)) <= jobPrice(order, Math.max(one, other)));
      }),
    );
  });

  it("price no lot above its share, and all lots together not above the job", () => {
    fc.assert(
      fc.property(jobs, fc.nat(2 ** 32 - 1), (terms, openSeconds) => {
        const prices = lotsOf(terms).map((index) => lotPrice(terms, index, openSeconds));
        for (const [index, price] of prices.entries()) assert.ok(price <= shareOf(terms, index));
        assert.ok(sum(prices) <= jobPrice(terms.order, openSeconds));
      }),
    );
  });

  it("split a settled lot's share without losing or making a wei", () => {
    const ages = fc.array(fc.nat(2 ** 24 - 1), { maxLength: 5 });
    const windows = fc.integer({ min: 1, max: 2 ** 24 - 1 });
    fc.assert(
      fc.property(
        jobs,
        fc.nat(2 ** 32 - 1),
        ages,
        windows,
        fc.nat(500),
        (terms, open, seated, window, fee) => {
          const { attesters } = terms.order;
          for (const index of lotsOf(terms)) {
            const price = lotPrice(terms, index, open);
            const pot = potOf(price, attesters);
            const pays = seated.slice(0, attesters).map((age) => attesterPay(pot, attesters, window, age));
            const share = shareOf(terms, index);
            const { operatorPay, protocolFee, artistRefund } = splitOf(share, price, attesters, fee, pays);
            assert.equal(operatorPay + protocolFee + artistRefund + sum(pays), share);
            assert.ok([operatorPay, protocolFee, artistRefund, ...pays].every((amount) => amount >= 0n));
            assert.ok(sum(pays) <= pot);
          }
        },
      ),
    );
  });

  it("pay an attester less as time goes by, and never less than a quarter", () => {
    const windows = fc.integer({ min: 1, max: 2 ** 24 - 1 });
    fc.assert(
      fc.property(
        fc.bigInt(0n, maxPriceOfAll),
        fc.integer({ min: 1, max: 5 }),
        windows,
        fc.nat(),
        (pot, q, window, age) => {
          const most = attesterPay(pot, q, window, 0);
          assert.equal(most, pot / BigInt(q));
          assert.ok(attesterPay(pot, q, window, age) <= most);
          assert.ok(
            attesterPay(pot, q, window, age) >= (pot * BigInt(window)) / (4n * BigInt(window) * BigInt(q)),
          );
          assert.equal(attesterPay(pot, q, window, window), attesterPay(pot, q, window, window + age));
        },
      ),
    );
  });

  it("take a late fee that the bond covers and that pays every objector", () => {
    fc.assert(
      fc.property(jobs, fc.nat(2 ** 32 - 1), (terms, openSeconds) => {
        for (const index of lotsOf(terms)) {
          const fee = lateFeeOf(terms, index);
          assert.ok(fee <= bondOf(terms, index));
          const pot = potOf(lotPrice(terms, index, openSeconds), terms.order.attesters);
          assert.ok(pot <= fee || pot === 0n, `${pot} of ${fee}`);
        }
      }),
    );
  });
});

describe("the sample of the model", () => {
  it("has so many different tiles of the lot as are wanted, and all when more are", () => {
    const small = fc.integer({ min: 1, max: 128 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 40 - 1 }), small, small, (seed, tiles, wanted) => {
        const sample = sampleOf(seed, 65_536n, 0, tiles, wanted);
        assert.equal(new Set(sample).size, Math.min(tiles, wanted));
        assert.ok(sample.every((tile) => tile >= 0 && tile < tiles));
      }),
      { numRuns: 40 },
    );
  });
});
