import assert from "node:assert/strict";
import { test } from "node:test";
import { spanSeconds } from "@graphiti/protocol/escrow-rules.ts";
import { orderFor, requireDeadline } from "@graphiti/protocol/order.ts";
import { maxTilesPerLot, quote } from "@graphiti/protocol/quote.ts";
import fc from "fast-check";

const geometry = { scale: 2, tileCore: 512, halo: 7 };
const rules = {
  classes: [{ fastSeconds: 2, windowSeconds: 3, graceSeconds: 120, tailSeconds: 0 }],
  claimBaseSeconds: 20,
  claimSecondsPerTile: 5,
  protocolFeeBps: 200,
};
const artist = "0x00000000000000000000000000000000000000aa";

test("every quote can become an order that the escrow takes", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 5000 }), (width, height) => {
      const offer = quote(geometry, { width, height, hasAlpha: false }, rules);
      const order = orderFor(offer, { artist, royaltyBps: 500 }, 1_000_000);
      assert.ok(offer.tiles >= 1 && offer.tiles <= maxTilesPerLot);
      assert.ok(order.minPrice <= order.maxPrice && order.rampSeconds > 0);
      assert.ok(order.claimSeconds >= rules.claimBaseSeconds + rules.claimSecondsPerTile * offer.tiles);
      const [finality] = rules.classes;
      assert.ok(finality && order.deadline - 1_000_000 > spanSeconds(finality, order.claimSeconds));
      assert.equal(offer.width, width * 2);
    }),
  );
});

test("a picture with too many tiles is refused before anything is paid", () => {
  assert.throws(() => quote(geometry, { width: 20_000, height: 20_000, hasAlpha: false }, rules), {
    code: "PICTURE_TOO_LARGE",
  });
  assert.throws(() => quote(geometry, { width: 5120, height: 4096, hasAlpha: true }, rules), {
    code: "PICTURE_TOO_LARGE",
    message: /with transparency/,
  });
});

test("a royalty must lie between nothing and ten percent", () => {
  const offer = quote(geometry, { width: 10, height: 10, hasAlpha: false }, rules);
  for (const royaltyBps of [-1, 1001, 1.5, Number.NaN])
    assert.throws(() => orderFor(offer, { artist, royaltyBps }, 0), { code: "BAD_INPUT" });
  assert.equal(orderFor(offer, { artist, royaltyBps: 0 }, 0).royaltyReceiver, `0x${"0".repeat(40)}`);
  assert.equal(orderFor(offer, { artist, royaltyBps: 1000 }, 0).royaltyReceiver, artist);
});

test("a deadline that the escrow would refuse is refused first", () => {
  const offer = quote(geometry, { width: 10, height: 10, hasAlpha: false }, rules);
  for (const seconds of [1, offer.claimSeconds + 123, 91 * 24 * 3600])
    assert.throws(() => requireDeadline(seconds, offer, rules), { code: "BAD_INPUT" }, String(seconds));
  for (const seconds of [undefined, offer.claimSeconds + 153, 90 * 24 * 3600])
    requireDeadline(seconds, offer, rules);
});
