import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { attesterPay, settle } from "@graphiti/protocol/offer.ts";
import { attestLot } from "./stage/attest.ts";
import { type Attester, hire } from "./stage/crew.ts";
import { eventsOf, isolateTests, ledger } from "./stage/expect.ts";
import { finaliseLot, type SubmittedLot, submittedLot } from "./stage/lots.ts";
import { coldWindowSeconds, protocolFeeBps, setStage } from "./stage/stage.ts";

const stage = await setStage();
const { windowSeconds } = stage;
const crew = await hire(stage, 5);
const [first, second, third] = crew as [Attester, Attester, Attester];
/** Wei that no division takes evenly. */
const odd = { minPrice: 1_000_000_000_000_000_007n, maxPrice: 2_000_000_000_000_000_039n, rampSeconds: 601 };

type Paid = { agreed: number; pays: readonly bigint[] };

async function paidAt(lot: SubmittedLot, at: number): Promise<Paid & { artistRefund: bigint }> {
  const events = new Map(await eventsOf(stage, await finaliseLot(stage, lot, at)));
  const { agreed, pays } = events.get("AttestersPaid") as Paid;
  const { artistRefund } = events.get("Finalised") as { artistRefund: bigint };
  return { agreed, pays, artistRefund };
}

describe("an attester's pay", () => {
  isolateTests(stage);

  it("falls with every second to a quarter, which it keeps, to the wei", async () => {
    const order = { ...odd };
    const half = [third, crew[3], crew[4]] as Attester[];
    for (const { account } of half) await stage.escrow.write.requestUnstake([10n ** 21n], { account });
    for (const age of [2, 3, 29, 150, windowSeconds - 1]) {
      const id = await stage.tester.snapshot();
      const lot = await submittedLot(stage, 1, order);
      await attestLot(stage, lot, first, age);
      const { pays } = await paidAt(lot, lot.submittedAt + Math.max(age + 1, 30));
      const pot = lot.claim.price / 10n;
      const quarters = BigInt(4 * windowSeconds - 3 * age);
      assert.deepEqual(pays, [(pot * quarters) / BigInt(4 * windowSeconds)], `${age} s`);
      assert.equal(pays[0], attesterPay(pot, { attesters: 1, windowSeconds }, age));
      await stage.tester.revert({ id });
    }
  });

  it("is a quarter from the window's end on, however late it comes", async () => {
    for (const age of [windowSeconds, windowSeconds + 1, coldWindowSeconds - 1]) {
      const id = await stage.tester.snapshot();
      const lot = await submittedLot(stage, 3, odd);
      await attestLot(stage, lot, first, age);
      const { pays } = await paidAt(lot, lot.submittedAt + coldWindowSeconds);
      const pot = lot.claim.price / 10n;
      assert.deepEqual(pays, [(pot * BigInt(windowSeconds)) / BigInt(4 * windowSeconds * 3)], `${age} s`);
      await stage.tester.revert({ id });
    }
  });

  it("is paid to as many as were asked for, the first ones; the others get their locks back", async () => {
    const lot = await submittedLot(stage, 2, odd);
    for (const [index, attester] of crew.entries()) await attestLot(stage, lot, attester, 40 + index);
    const { agreed, pays, artistRefund } = await paidAt(lot, lot.submittedAt + 60);
    assert.equal(agreed, 0b11111);
    const panel = { attesters: 2, windowSeconds, ages: [40, 41, 42, 43, 44] };
    const parts = settle(odd.maxPrice, lot.claim.price, protocolFeeBps, panel);
    assert.deepEqual(pays, parts.attesterPays);
    assert.deepEqual(
      pays.map((pay) => pay > 0n),
      [true, true, false, false, false],
    );
    assert.equal(artistRefund, parts.artistRefund);
    for (const [index, { account }] of crew.entries()) {
      const { locked, credit } = await ledger(stage, account.address);
      assert.deepEqual([locked, credit], [0n, pays[index]]);
    }
  });

  it("goes past those who did not agree to the next who did", async () => {
    const lot = await submittedLot(stage, 2, odd);
    const opinions = ["objects", "agrees", "differs", "agrees", "agrees"] as const;
    for (const [index, attester] of crew.entries())
      await attestLot(stage, lot, attester, 40 + index, opinions[index]);
    const { agreed, pays, artistRefund } = await paidAt(lot, lot.submittedAt + windowSeconds);
    const { price } = lot.claim;
    const pay = (age: number) => attesterPay(price / 10n, { attesters: 2, windowSeconds }, age);
    assert.equal(agreed, 0b11010);
    assert.deepEqual(pays, [0n, pay(41), 0n, pay(43), 0n]);
    assert.equal(artistRefund, odd.maxPrice - price + price / 10n - pay(41) - pay(43));
    for (const { account } of [first, second, third])
      assert.equal((await ledger(stage, account.address)).locked, 0n);
  });

  it("goes back to the artist as far as nobody came for it", async () => {
    const lot = await submittedLot(stage, 4, odd);
    for (const [index, attester] of [first, second].entries())
      await attestLot(stage, lot, attester, 40 + index);
    const { pays, artistRefund } = await paidAt(lot, lot.submittedAt + windowSeconds);
    const { price } = lot.claim;
    const pay = (age: number) => attesterPay(price / 10n, { attesters: 4, windowSeconds }, age);
    assert.deepEqual(pays, [pay(40), pay(41)]);
    assert.equal(artistRefund, odd.maxPrice - price + price / 10n - pay(40) - pay(41));
  });
});
