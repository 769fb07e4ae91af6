import assert from "node:assert/strict";
import { test } from "node:test";
import { lotSpanSeconds } from "@graphiti/protocol/escrow-rules.ts";
import { orderFor, requireDeadline } from "@graphiti/protocol/order.ts";
import { finalities, quote } from "@graphiti/protocol/quote.ts";
import fc from "fast-check";

const geometry = { scale: 2, tileCore: 128, halo: 7 };
const rules = {
  classes: [
    { fastSeconds: 2, windowSeconds: 3, graceSeconds: 120, tailSeconds: 0 },
    { fastSeconds: 2, windowSeconds: 30, graceSeconds: 120, tailSeconds: 0 },
  ],
  claimBaseSeconds: 20,
  claimSecondsPerTile: 5,
  protocolFeeBps: 200,
};
const artist = "0x00000000000000000000000000000000000000aa";

const side = fc.integer({ min: 1, max: 7000 });

test("every quote can become an order that the escrow takes", () => {
  fc.assert(
    fc.property(
      side,
      side,
      fc.boolean(),
      fc.constantFrom(...finalities),
      (width, height, hasAlpha, finality) => {
        const offer = quote(geometry, { width, height, hasAlpha }, rules, finality);
        const order = orderFor(offer, { artist, royaltyBps: 500 }, 1_000_000);
        const tileLots = Math.ceil(offer.tiles / order.tilesPerLot);
        assert.ok(order.tilesPerLot >= 1 && order.tilesPerLot <= 128 && tileLots <= 64);
        assert.equal(offer.lots, tileLots === 1 ? 1 : tileLots + 1);
        assert.ok(order.sampleTiles <= order.tilesPerLot);
        assert.equal(order.sampleTiles > 0, order.attesters > 0);
        assert.equal(order.attesters > 0, finality === "checked");
        assert.ok(order.minPrice <= order.maxPrice && order.rampSeconds > 0);
        assert.ok(
          order.claimSeconds >= rules.claimBaseSeconds + rules.claimSecondsPerTile * order.tilesPerLot,
        );
        assert.ok(order.deadline - 1_000_000 > (tileLots === 1 ? 1 : 2) * lotSpanSeconds(rules, order));
        assert.equal(offer.width, width * 2);
      },
    ),
  );
});

test("only a picture of several megapixels is cut into lots", () => {
  const cut = (width: number, height: number) => quote(geometry, { width, height, hasAlpha: false }, rules);
  assert.equal(cut(1200, 1100).lots, 1);
  assert.deepEqual([cut(2048, 1024).lots, cut(2048, 1024).tilesPerLot], [3, 64]);
});

test("a picture with too many tiles or pixels is refused before anything is paid", () => {
  const ask = (width: number, height: number, hasAlpha: boolean) => () =>
    quote(geometry, { width, height, hasAlpha }, rules);
  ask(8000, 8000, false)();
  assert.throws(ask(8001, 8000, false), { code: "PICTURE_TOO_LARGE", message: /about 64 megapixels/ });
  assert.throws(ask(1, 8192 * 128 + 1, false), { code: "PICTURE_TOO_LARGE" });
  assert.throws(ask(1, 4096 * 128 + 1, true), { code: "PICTURE_TOO_LARGE", message: /with transparency/ });
});

test("a royalty must lie between nothing and ten percent", () => {
  const offer = quote(geometry, { width: 10, height: 10, hasAlpha: false }, rules);
  for (const royaltyBps of [-1, 1001, 1.5, Number.NaN])
    assert.throws(() => orderFor(offer, { artist, royaltyBps }, 0), { code: "BAD_INPUT" });
  assert.equal(orderFor(offer, { artist, royaltyBps: 0 }, 0).royaltyReceiver, `0x${"0".repeat(40)}`);
  assert.equal(orderFor(offer, { artist, royaltyBps: 1000 }, 0).royaltyReceiver, artist);
});

test("a deadline that the escrow would refuse is refused first", () => {
  const offer = quote(geometry, { width: 10, height: 10, hasAlpha: false }, rules, "cheap");
  for (const seconds of [1, offer.claimSeconds + 123, 91 * 24 * 3600])
    assert.throws(() => requireDeadline(seconds, offer, rules), { code: "BAD_INPUT" }, String(seconds));
  for (const seconds of [undefined, offer.claimSeconds + 153, 90 * 24 * 3600])
    requireDeadline(seconds, offer, rules);
});
