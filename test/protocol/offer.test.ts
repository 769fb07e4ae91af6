import assert from "node:assert/strict";
import { test } from "node:test";
import { bond, lateFee, lotShare, priceAt, settle } from "@graphiti/protocol/offer.ts";
import fc from "fast-check";

const amounts = fc.bigInt({ min: 0n, max: 2n ** 96n - 1n });

test("the price starts at min, never falls and ends at max", () => {
  fc.assert(
    fc.property(
      amounts,
      amounts,
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

test("a settlement conserves the lot's share to the wei", () => {
  fc.assert(
    fc.property(amounts, amounts, fc.integer({ min: 0, max: 500 }), (share, wish, feeBps) => {
      const price = share === 0n ? 0n : wish % (share + 1n);
      const { operatorPay, protocolFee, artistRefund } = settle(share, price, feeBps);
      assert.equal(operatorPay + protocolFee + artistRefund, share);
      assert.ok(operatorPay >= 0n && protocolFee >= 0n && artistRefund >= 0n);
    }),
  );
});

test("the shares of all lots never exceed the whole", () => {
  fc.assert(
    fc.property(
      amounts,
      fc.array(fc.integer({ min: 1, max: 128 }), { minLength: 1, maxLength: 64 }),
      (amount, lots) => {
        const tiles = lots.reduce((sum, lot) => sum + lot, 0);
        const total = lots.reduce((sum, lot) => sum + lotShare(amount, lot, tiles), 0n);
        assert.ok(total <= amount && amount - total < BigInt(lots.length));
      },
    ),
  );
});

test("the bond is five shares and lateness costs a quarter", () => {
  assert.equal(bond(100n), 500n);
  assert.equal(lateFee(103n), 25n);
});
