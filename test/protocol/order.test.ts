import assert from "node:assert/strict";
import { test } from "node:test";
import type { GraphitiError } from "@graphiti/protocol/errors.ts";
import { lotSpanSeconds } from "@graphiti/protocol/escrow-rules.ts";
import { orderFor, requireDeadline } from "@graphiti/protocol/order.ts";
import { finalities, quote } from "@graphiti/protocol/quote.ts";
import fc from "fast-check";

const service = { kind: 1, scale: 2, tileCore: 128, halo: 7, secondsPerTile: 0.21 };
const slow = { kind: 1, scale: 4, tileCore: 64, halo: 24, secondsPerTile: 3 };
const generator = { kind: 2, scale: 1, tileCore: 256, halo: 0, secondsPerTile: 0.05 };
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
      fc.constantFrom(service, { ...slow, scale: 2, tileCore: 128 }, generator),
      side,
      side,
      fc.boolean(),
      fc.constantFrom(...finalities),
      (service, width, height, hasAlpha, finality) => {
        const offer = quote(service, { width, height, hasAlpha }, rules, finality);
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
        assert.equal(offer.width, width * service.scale);
      },
    ),
  );
});

test("only a picture of several megapixels is cut into lots", () => {
  const cut = (width: number, height: number) => quote(service, { width, height, hasAlpha: false }, rules);
  assert.equal(cut(1200, 1100).lots, 1);
  assert.deepEqual([cut(2048, 1024).lots, cut(2048, 1024).tilesPerLot], [3, 64]);
});

test("a slow service costs more, has smaller lots and more time", () => {
  const picture = { width: 640, height: 640, hasAlpha: false };
  const [quick, long] = [
    quote({ ...slow, secondsPerTile: 0.3 }, picture, rules),
    quote(slow, picture, rules),
  ];
  assert.deepEqual([quick.tilesPerLot, long.tilesPerLot], [64, 20]);
  const pace = (offer: typeof long) => (offer.claimSeconds - 120) / offer.tilesPerLot;
  assert.deepEqual([pace(quick), pace(long)], [14, 135]);
  assert.ok(long.maxPriceWei > 5n * quick.maxPriceWei);
  assert.ok(long.estimateSeconds > 6 * quick.estimateSeconds);
});

test("the price of faithful-x2 is what it always was", () => {
  const { maxPriceWei, minPriceWei, claimSeconds } = quote(
    service,
    { width: 256, height: 256, hasAlpha: false },
    rules,
  );
  assert.deepEqual(
    [maxPriceWei, minPriceWei, claimSeconds],
    [130_000_000_000_000n, 52_000_000_000_000n, 160],
  );
});

test("a picture with too many tiles or pixels is refused before anything is paid, and told the largest size", () => {
  const sizes = [
    [service, 8000, 8000, false, "8000 × 8000, which becomes 16000 × 16000"],
    [{ ...slow, tileCore: 64 }, 4000, 4000, false, "4000 × 4000, which becomes 16000 × 16000"],
    [{ ...slow, scale: 8, tileCore: 32 }, 2000, 2000, true, "2000 × 2000, which becomes 16000 × 16000"],
    [service, 8192, 7812, false, "8192 × 7812, which becomes 16384 × 15624"],
    [service, 4, 8192 * 128, false, "4 × 1048576, which becomes 8 × 2097152"],
    [service, 4, 4096 * 128, true, "4 × 524288, which becomes 8 × 1048576"],
  ] as const;
  for (const [service, width, height, hasAlpha, largest] of sizes) {
    quote(service, { width, height, hasAlpha }, rules);
    const twice = { width: 2 * width, height: 2 * height, hasAlpha };
    assert.throws(
      () => quote(service, twice, rules),
      ({ code, message }: GraphitiError) =>
        code === "PICTURE_TOO_LARGE" && message.includes(`is ${largest}.`),
    );
  }
  const [width, height] = [8001, 8000];
  assert.throws(() => quote(service, { width, height, hasAlpha: false }, rules), {
    message: /7999|8000 × 7999/,
  });
});

test("a generated picture has no side of more than 8192 pixels", () => {
  const ask = (width: number, height: number) => () =>
    quote(generator, { width, height, hasAlpha: false }, rules);
  assert.equal(ask(8192, 8192)().tiles, 1024);
  for (const [width, height] of [
    [8193, 1],
    [1, 8193],
  ] as const)
    assert.throws(ask(width, height), { code: "PICTURE_TOO_LARGE", message: /8192 pixels/ });
});

test("a royalty must lie between nothing and ten percent", () => {
  const offer = quote(service, { width: 10, height: 10, hasAlpha: false }, rules);
  for (const royaltyBps of [-1, 1001, 1.5, Number.NaN])
    assert.throws(() => orderFor(offer, { artist, royaltyBps }, 0), { code: "BAD_INPUT" });
  for (const operatorShareBps of [-1, 501, 1.5, Number.NaN])
    assert.throws(() => orderFor(offer, { artist, royaltyBps: 0, operatorShareBps }, 0), {
      code: "BAD_INPUT",
    });
  assert.equal(orderFor(offer, { artist, royaltyBps: 0 }, 0).operatorShareBps, 0);
  assert.equal(orderFor(offer, { artist, royaltyBps: 0, operatorShareBps: 500 }, 0).operatorShareBps, 500);
  assert.equal(orderFor(offer, { artist, royaltyBps: 0 }, 0).royaltyReceiver, `0x${"0".repeat(40)}`);
  assert.equal(orderFor(offer, { artist, royaltyBps: 1000 }, 0).royaltyReceiver, artist);
});

test("a deadline that the escrow would refuse is refused first", () => {
  const offer = quote(service, { width: 10, height: 10, hasAlpha: false }, rules, "cheap");
  for (const seconds of [1, offer.claimSeconds + 123, 91 * 24 * 3600])
    assert.throws(() => requireDeadline(seconds, offer, rules), { code: "BAD_INPUT" }, String(seconds));
  for (const seconds of [undefined, offer.claimSeconds + 153, 90 * 24 * 3600])
    requireDeadline(seconds, offer, rules);
});
