import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { floorPerTile } from "../../../node-worker/duties/floor-price.ts";

describe("the floor price of a tile", () => {
  it("is the floor for any tile, or for the time it takes where that is more", () => {
    const floors = { floorWeiPerTile: 500n, floorWeiPerHour: 3_600_000n };
    assert.equal(floorPerTile(floors, { secondsPerTile: 0.25 }), 500n);
    assert.equal(floorPerTile(floors, { secondsPerTile: 2 }), 2_000n);
    assert.equal(floorPerTile({ floorWeiPerTile: 0n, floorWeiPerHour: 0n }, { secondsPerTile: 9 }), 0n);
  });

  it("pays for each hour at least what was asked", () => {
    const wei = fc.bigInt({ min: 0n, max: 10n ** 21n });
    const milliseconds = fc.integer({ min: 1, max: 3_600_000 });
    fc.assert(
      fc.property(wei, wei, milliseconds, (floorWeiPerTile, floorWeiPerHour, ms) => {
        const floor = floorPerTile({ floorWeiPerTile, floorWeiPerHour }, { secondsPerTile: ms / 1000 });
        assert.ok(floor >= floorWeiPerTile);
        assert.ok(floor * 3_600_000n >= floorWeiPerHour * BigInt(ms));
      }),
    );
  });
});
