import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { documentedRules, runMarketDuel } from "./market-model/duel.ts";
import type { Rules } from "./market-model/world.ts";

const [seed, steps] = [1, 6_000];

const sentence = ({ operation, mismatches }: { operation: unknown; mismatches: unknown }) =>
  JSON.stringify(
    { operation, mismatches },
    (_, value) => (typeof value === "bigint" ? `${value}` : value),
    1,
  );

describe("the model of the market and the market", () => {
  it(`agree on ${steps} random calls, which meet every error and every kind of sale`, async (test) => {
    const { failure, coverage, steps: done } = await runMarketDuel(seed, steps);
    test.diagnostic(`seed ${seed}, ${done} operations`);
    assert.equal(failure && sentence(failure), undefined);
    assert.deepEqual(coverage.missing(), []);
  });

  const twists: [string, Partial<Rules>][] = [
    ["the fee is a hundredth of a percent higher", { feeBps: documentedRules.feeBps + 1 }],
    ["royalties may be a little more than a tenth", { mostRoyaltyBps: 1_001n }],
    ["a referrer may have a little more", { mostReferrerBps: 1_001 }],
    ["a late bid moves the end a second less", { extensionSeconds: 899 }],
    ["a bid must be a little less than a twentieth more", { raiseDivisor: 21n }],
    ["a listing survives its token's transfers", { listingsDie: false }],
    ["artists pay royalties to themselves", { artistPaysNoRoyalty: false }],
    ["artists keep the operators' share of their own sales", { artistPaysShare: false }],
    ["what expires is still good in its last second", { isExpiredAt: (now, expiresAt) => now > expiresAt }],
  ];
  for (const [what, twist] of twists)
    it(`differ when the model believes that ${what}`, async () => {
      const { failure } = await runMarketDuel(seed, 3_000, twist);
      assert.ok(failure, "a wrong model was not found out");
    });
});
