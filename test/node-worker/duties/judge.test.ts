import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { settle } from "@graphiti/protocol/offer.ts";
import type { Terms } from "@graphiti/protocol/terms.ts";
import fc from "fast-check";
import { type Case, gasPerLot, judge, lotGas } from "../../../node-worker/duties/judge.ts";

const nobody = "0x0000000000000000000000000000000000000000";
const finality = { fastSeconds: 2, windowSeconds: 30, graceSeconds: 600, tailSeconds: 0 };

const terms: Terms = {
  artist: nobody,
  postedAt: 1_000,
  tiles: 4,
  workHash: `0x${"00".repeat(32)}`,
  order: {
    deadline: 10_000,
    tilesPerLot: 4,
    minPrice: 1_000_000n,
    maxPrice: 2_000_000n,
    rampSeconds: 100,
    claimSeconds: 200,
    finalityClass: 0,
    attesters: 0,
    sampleTiles: 0,
    recipient: nobody,
    royaltyBps: 0,
    royaltyReceiver: nobody,
    operatorShareBps: 0,
  },
};

const fair: Case = {
  terms,
  rules: { classes: [finality], claimBaseSeconds: 20, claimSecondsPerTile: 5, protocolFeeBps: 200 },
  lotIndex: 0,
  nowSeconds: 1_050,
  openedAt: 1_000,
  floorWeiPerTile: 0n,
  freeStakeWei: 10_000_000n,
  gasPriceWei: 1n,
  keyBalanceWei: 10n ** 9n,
  workSeconds: 100,
  lotsInFlight: 0,
  mostLotsInFlight: 4,
  diskFreeBytes: 1e9,
  diskNeedBytes: 1e6,
};

// At 50 of 100 seconds the price is 1,500,000, of which the operator gets 98 %: 1,470,000.
const payNow = 1_470_000n;
const span = 200 + 30 + 600;

const rows: [string, Partial<Case>, "take" | "later" | "never"][] = [
  ["a fair lot", {}, "take"],
  ["a floor of just its pay", { floorWeiPerTile: payNow / 4n }, "take"],
  ["a floor just above its pay", { floorWeiPerTile: payNow / 4n + 1n }, "later"],
  ["a floor of just the pay at the ramp's end", { floorWeiPerTile: 490_000n }, "later"],
  ["a floor that the ramp never reaches", { floorWeiPerTile: 490_001n }, "never"],
  ["gas that costs one wei less than the pay", { gasPriceWei: (payNow - 1n) / gasPerLot }, "take"],
  ["gas that costs more than the pay", { gasPriceWei: payNow / gasPerLot + 1n }, "later"],
  ["stake for exactly the bond", { freeStakeWei: 10_000_000n }, "take"],
  ["stake of one wei too little", { freeStakeWei: 9_999_999n }, "later"],
  ["a deadline that the span just meets", { nowSeconds: 10_000 - span }, "take"],
  ["a deadline one second too near", { nowSeconds: 10_001 - span }, "never"],
  ["work that takes most of the claim", { workSeconds: 140 }, "take"],
  ["work that takes too much of the claim", { workSeconds: 140.1 }, "later"],
  ["a key with too little for gas", { keyBalanceWei: gasPerLot * 2n - 1n }, "later"],
  ["as many lots as allowed in flight", { lotsInFlight: 4 }, "later"],
  ["a full disk", { diskFreeBytes: 999_999 }, "later"],
  ["a finality class that is not known", { rules: { ...fair.rules, classes: [] } }, "never"],
  ["a clock behind the chain's", { nowSeconds: 990 }, "take"],
];

describe("a judgement", () => {
  for (const [name, facts, expected] of rows)
    it(`${expected === "take" ? "takes" : "leaves"} ${name}`, () => {
      const verdict = judge({ ...fair, ...facts });
      assert.equal(
        verdict.take ? "take" : verdict.never ? "never" : "later",
        expected,
        JSON.stringify(verdict, String),
      );
    });

  it("weighs a lot by its part of the job, and its floor by the lot's own tiles", () => {
    const order = { ...terms.order, tilesPerLot: 3 };
    const several = { ...fair, terms: { ...terms, order }, nowSeconds: 1_100 };
    // At the ramp's end the job pays 2,000,000: 95 % of it for tiles, by three quarters and one quarter; 5 % for joining.
    const pays = [1_396_500n, 465_500n, 98_000n];
    const floors = [3n, 1n].map((tiles, lotIndex) => (pays[lotIndex] as bigint) / tiles);
    // Joining four tiles is worth a twentieth of computing them.
    floors.push((98_000n * 20n) / 4n);
    for (const [lotIndex, floorWeiPerTile] of floors.entries()) {
      const facts = { ...several, lotIndex, gasPriceWei: 0n };
      assert.equal(judge({ ...facts, floorWeiPerTile }).take, true, `lot ${lotIndex}`);
      assert.equal(
        judge({ ...facts, floorWeiPerTile: floorWeiPerTile + 20n }).take,
        false,
        `lot ${lotIndex}`,
      );
    }
    const shares = [1_425_000n, 475_000n, 100_000n];
    for (const [lotIndex, share] of shares.entries()) {
      const facts = { ...several, lotIndex, gasPriceWei: 0n };
      assert.equal(judge({ ...facts, freeStakeWei: 5n * share }).take, true, `lot ${lotIndex}`);
      assert.equal(judge({ ...facts, freeStakeWei: 5n * share - 1n }).take, false, `lot ${lotIndex}`);
    }
  });

  it("leaves time for the assembly lot, and for the cold window where others are asked", () => {
    const rules = { ...fair.rules, classes: [finality, { ...finality, windowSeconds: 90 }] };
    const left = (order: object, lotIndex: number, span: number) => {
      const facts = {
        ...fair,
        gasPriceWei: 0n,
        rules,
        lotIndex,
        terms: { ...terms, order: { ...terms.order, ...order } },
      };
      return [0, 1].map((late) => judge({ ...facts, nowSeconds: 10_000 - span + late }).take);
    };
    assert.deepEqual(left({ tilesPerLot: 3 }, 1, 2 * span), [true, false]);
    assert.deepEqual(left({ tilesPerLot: 3 }, 2, span), [true, false]);
    assert.deepEqual(left({ attesters: 1, sampleTiles: 1 }, 0, span + 60), [true, false]);
  });

  const waitOf = (facts: Partial<Case>) => {
    const verdict = judge({ ...fair, ...facts });
    return verdict.take || verdict.never ? undefined : verdict.waitSeconds;
  };

  it("comes back to a rising price when it pays", () => {
    assert.equal(waitOf({ floorWeiPerTile: 392_000n }), 10);
    // Gas of 1,469,999 wei or less would be worth it now; the price rises by 9,800 a second.
    assert.equal(waitOf({ gasPriceWei: 5n, keyBalanceWei: 10n ** 9n }), 4);
    // The ramp's end does not pay either: only the gas price can change.
    assert.equal(waitOf({ gasPriceWei: 50n }), 120);
  });

  it("leaves a lot longer the longer it has been open, but not long for what it lacks itself", () => {
    const slow = (openSeconds: number) => waitOf({ workSeconds: 150, openedAt: 1_050 - openSeconds });
    assert.deepEqual([0, 10, 40, 400, 1_000].map(slow), [3, 3, 10, 100, 120]);
    assert.equal(waitOf({ freeStakeWei: 0n, openedAt: 50 }), 15);
    assert.equal(waitOf({ lotsInFlight: 4, openedAt: 1_050 }), 3);
  });

  it("asks for the lowest price that is worth while", () => {
    const wei = fc.bigInt({ min: 0n, max: 2_000_000n });
    fc.assert(
      fc.property(
        wei,
        fc.bigInt({ min: 0n, max: 8n }),
        fc.integer({ min: 0, max: 500 }),
        fc.constantFrom(0, 3),
        (floor, gas, feeBps, attesters) => {
          const order = { ...terms.order, attesters };
          const rules = { ...fair.rules, protocolFeeBps: feeBps };
          const facts = {
            ...fair,
            terms: { ...terms, order },
            rules,
            floorWeiPerTile: floor / 4n,
            gasPriceWei: gas,
          };
          const verdict = judge(facts);
          if (!verdict.take) return;
          const worth = (price: bigint) => {
            const panel = { attesters, windowSeconds: 30, ages: [] };
            const { operatorPay } = settle(2_000_000n, price, feeBps, panel);
            return operatorPay >= (floor / 4n) * 4n && operatorPay > gas * lotGas(facts.terms, 0);
          };
          assert.ok(worth(verdict.minPayWei), "the price it asks for is not worth while");
          assert.ok(verdict.minPayWei <= 1_500_000n, "it asks for more than the price of the moment");
          // Rounding of the fee, and of the attesters' part, can make a wei or two less worth as much.
          assert.ok(!worth(verdict.minPayWei - 4n), "it asks for more than it needs");
        },
      ),
    );
  });
});
