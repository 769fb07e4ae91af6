import assert from "node:assert/strict";
import { test } from "node:test";
import {
  attesterPay,
  attestersPot,
  bond,
  lateFee,
  maxPriceWei,
  priceAt,
  priceOfLot,
  settle,
  shareOfLot,
  splitLateFee,
} from "@graphiti/protocol/offer.ts";
import { lotCount } from "@graphiti/protocol/terms.ts";
import fc from "fast-check";
import { anyLot, anyShape } from "./arbitraries.ts";

const prices = fc.bigInt({ min: 0n, max: maxPriceWei });
const panels = fc
  .record({
    attesters: fc.integer({ min: 1, max: 5 }),
    windowSeconds: fc.integer({ min: 1, max: 2 ** 24 - 1 }),
  })
  .chain((panel) =>
    fc.record({
      ...{ attesters: fc.constant(panel.attesters), windowSeconds: fc.constant(panel.windowSeconds) },
      ages: fc.array(fc.nat(2 * panel.windowSeconds), { maxLength: panel.attesters + 5 }),
    }),
  );
const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);

test("the price starts at min, never falls and ends at max", () => {
  fc.assert(
    fc.property(
      prices,
      prices,
      fc.integer({ min: 1, max: 1e6 }),
      fc.nat(2e6),
      fc.nat(2e6),
      (a, b, ramp, s, t) => {
        const offer = { minPrice: a < b ? a : b, maxPrice: a < b ? b : a, rampSeconds: ramp };
        const [early, late] = s < t ? [s, t] : [t, s];
        assert.equal(priceAt(offer, 0), offer.minPrice);
        assert.equal(priceAt(offer, ramp + late), offer.maxPrice);
        assert.ok(priceAt(offer, early) <= priceAt(offer, late));
      },
    ),
  );
});

test("the shares of all lots add up to the highest price", () => {
  fc.assert(
    fc.property(prices, anyShape, (maxPrice, shape) => {
      const shares = Array.from({ length: lotCount(shape) }, (_, index) =>
        shareOfLot(maxPrice, shape, index),
      );
      assert.equal(sum(shares), maxPrice);
      assert.ok(shares.every((share) => share >= 0n));
    }),
  );
});

test("no lot's price is above its share, and together they never cost more than the job", () => {
  fc.assert(
    fc.property(prices, prices, anyShape, (a, b, shape) => {
      const [price, maxPrice] = a < b ? [a, b] : [b, a];
      const lots = Array.from({ length: lotCount(shape) }, (_, index) => index);
      for (const lot of lots)
        assert.ok(priceOfLot(price, shape, lot) <= shareOfLot(maxPrice, shape, lot), `lot ${lot}`);
      const total = sum(lots.map((lot) => priceOfLot(price, shape, lot)));
      assert.ok(total <= price && price - total < BigInt(lots.length));
    }),
  );
});

test("joining the tiles is paid a twentieth, and a lot of one is paid all", () => {
  assert.equal(priceOfLot(1000n, { tiles: 10, tilesPerLot: 5 }, 2), 50n);
  assert.equal(priceOfLot(1000n, { tiles: 10, tilesPerLot: 5 }, 0), 475n);
  assert.equal(priceOfLot(1000n, { tiles: 10, tilesPerLot: 10 }, 0), 1000n);
  assert.equal(shareOfLot(1001n, { tiles: 10, tilesPerLot: 5 }, 2), 51n);
  assert.throws(() => shareOfLot(1000n, { tiles: 10, tilesPerLot: 10 }, 1), RangeError);
  assert.throws(() => priceOfLot(1000n, { tiles: 10, tilesPerLot: 5 }, 3), RangeError);
});

test("a settlement conserves the lot's share to the wei, whoever attested when", () => {
  fc.assert(
    fc.property(
      prices,
      prices,
      fc.integer({ min: 0, max: 500 }),
      fc.option(panels),
      (a, b, feeBps, panel) => {
        const [price, share] = a < b ? [a, b] : [b, a];
        const { operatorPay, protocolFee, attesterPays, artistRefund } = settle(
          share,
          price,
          feeBps,
          panel ?? undefined,
        );
        assert.equal(operatorPay + protocolFee + sum(attesterPays) + artistRefund, share);
        for (const part of [operatorPay, protocolFee, artistRefund, ...attesterPays]) assert.ok(part >= 0n);
        assert.equal(attesterPays.length, panel?.ages.length ?? 0);
        assert.ok(attesterPays.slice(panel?.attesters ?? 0).every((pay) => pay === 0n));
      },
    ),
  );
});

test("a lost vote conserves the late fee to the wei", () => {
  fc.assert(
    fc.property(anyLot, prices, panels, ({ shape, index }, maxPrice, panel) => {
      const share = shareOfLot(maxPrice, shape, index);
      const price = priceOfLot(maxPrice, shape, index);
      const fee = lateFee(share);
      const { objectorPays, burned } = splitLateFee(fee, price, panel);
      assert.equal(sum(objectorPays) + burned, fee);
      assert.ok(burned >= 0n);
    }),
  );
});

test("an attester's pay falls with age, and never below a quarter", () => {
  fc.assert(
    fc.property(prices, panels, fc.nat(), fc.nat(), (pot, panel, s, t) => {
      const [early, late] = s < t ? [s, t] : [t, s];
      const whole = attesterPay(pot, panel, 0);
      assert.equal(whole, pot / BigInt(panel.attesters));
      assert.ok(attesterPay(pot, panel, early) >= attesterPay(pot, panel, late));
      assert.ok(attesterPay(pot, panel, late) >= whole / 4n);
      assert.equal(attesterPay(pot, panel, panel.windowSeconds), pot / BigInt(4 * panel.attesters));
    }),
  );
});

test("attesters get a tenth of the price, where any are wanted", () => {
  assert.equal(attestersPot(1009n, 2), 100n);
  assert.equal(attestersPot(1009n, 0), 0n);
  const { operatorPay, attesterPays, artistRefund } = settle(2000n, 1000n, 200, {
    attesters: 2,
    windowSeconds: 100,
    ages: [0, 100, 0],
  });
  assert.deepEqual([operatorPay, ...attesterPays, artistRefund], [880n, 50n, 12n, 0n, 1038n]);
});

test("the bond is five shares and lateness costs a quarter", () => {
  assert.equal(bond(100n), 500n);
  assert.equal(lateFee(103n), 25n);
});
