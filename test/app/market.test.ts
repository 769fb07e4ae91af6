import assert from "node:assert/strict";
import { test } from "node:test";
import { type Address, getAddress } from "viem";
import {
  cheaperNow,
  isOwnedBy,
  marketState,
  minimumBidWei,
  ownerBehind,
} from "../../app/market/market-state.ts";
import { saleParts } from "../../app/market/sale-parts.ts";
import { endOf, parseSaleDraft, saleTerms } from "../../app/market/sell/sale-draft.ts";
import { nextNonce, nonceBit } from "../../app/market/signed/order-nonce.ts";
import type { WorkOnChain } from "../../app/market/work-on-chain.ts";

const account = (digit: string): Address => getAddress(`0x${digit.repeat(40)}`);
const [owner, other, market] = [account("1"), account("2"), account("3")];
const nowSeconds = 1_000_000;
const quiet: WorkOnChain = { owner, transfers: 2, isApproved: true };
const listing = { priceWei: 5n, expiresAt: nowSeconds + 1, transfers: 2, referrerBps: 0 };
const reserve = { seller: owner, amountWei: 7n, transfers: 2, durationSeconds: 900 };

test("a price is good until its last second, and dies when the work moves", () => {
  assert.equal(marketState({ ...quiet, listing }, nowSeconds).kind, "listed");
  assert.equal(marketState({ ...quiet, listing }, nowSeconds + 1).kind, "quiet");
  assert.equal(marketState({ ...quiet, transfers: 3, listing }, nowSeconds).kind, "quiet");
});

test("a signed price comes before a dearer one on the chain only if it could be bought at now", () => {
  const signed = (price: string, health = "good") => ({ health, order: { order: { price } } });
  const listings = [signed("4"), signed("5"), signed("6"), signed("3", "waiting")];
  assert.deepEqual(cheaperNow(listings, 5n), [signed("4")]);
});

test("an auction waits for its reserve unless the work moved, takes bids to its end, and is then to be settled", () => {
  assert.equal(marketState({ ...quiet, auction: reserve }, nowSeconds).kind, "reserve");
  assert.equal(marketState({ ...quiet, transfers: 3, auction: reserve }, nowSeconds).kind, "quiet");
  const running = {
    ...quiet,
    owner: market,
    transfers: 3,
    auction: { ...reserve, bidder: other, endsAt: nowSeconds },
  };
  assert.equal(marketState(running, nowSeconds - 1).kind, "bidding");
  assert.equal(marketState(running, nowSeconds).kind, "over");
});

test("while the market keeps a work for its bidders, the seller counts as its owner", () => {
  const work = { ...quiet, owner: market, auction: { ...reserve, bidder: other, endsAt: nowSeconds } };
  assert.equal(ownerBehind(work), owner);
  assert.ok(isOwnedBy(work, owner));
  assert.ok(!isOwnedBy(work, other));
  assert.ok(!isOwnedBy(quiet, undefined));
});

test("the least bid is the reserve, then a twentieth more, rounded up", () => {
  assert.equal(minimumBidWei(reserve), 7n);
  assert.equal(minimumBidWei({ ...reserve, amountWei: 100n, bidder: other }), 105n);
  assert.equal(minimumBidWei({ ...reserve, amountWei: 101n, bidder: other }), 107n);
});

test("the parts of a price add up to it, and what divisions leave is the seller's", () => {
  const rules = {
    ...{ royaltyWei: 50n, isRoyaltyToSeller: false, operatorShareWei: 29n },
    ...{ feeBps: 250, referrerBps: 1_000 },
  };
  const parts = saleParts(999n, rules);
  const others = { royaltyWei: 50n, feeWei: 24n, referralWei: 99n, operatorShareWei: 29n };
  assert.deepEqual(parts, { ...others, proceedsWei: 797n });
  const own = saleParts(999n, { ...rules, isRoyaltyToSeller: true });
  assert.deepEqual([own.royaltyWei, own.proceedsWei], [0n, 847n]);
});

test("a draft of a sale survives a reload, and a torn one is empty", () => {
  const kept = parseSaleDraft('{"way":"list","price":"1,5","days":"2"}');
  assert.deepEqual(saleTerms(kept).terms, {
    priceWei: 1_500_000_000_000_000_000n,
    seconds: 172_800,
    referrerBps: 0,
  });
  for (const torn of [null, "{", '{"way":"steal"}', '{"way":"list","price":1}', "7"])
    assert.equal(parseSaleDraft(torn).way, "none", String(torn));
});

test("what an owner enters is checked against what the market takes", () => {
  const draft = { ...parseSaleDraft(null), way: "list" as const, price: "1" };
  assert.deepEqual(saleTerms(draft).errors, {});
  assert.deepEqual(
    Object.keys(saleTerms({ ...draft, price: "x", days: "0", referrerPercent: "11" }).errors),
    ["price", "days", "referrerPercent"],
  );
  assert.equal(saleTerms({ ...draft, price: "" }).terms, undefined);
  const auction = { ...draft, way: "auction" as const };
  assert.equal(saleTerms({ ...auction, hours: "0.25" }).terms?.seconds, 900);
  for (const hours of ["0.24", "2161", ""]) assert.ok(saleTerms({ ...auction, hours }).errors.hours, hours);
});

test("the end of a sale lies at least as far away as was chosen, and moves in steps", () => {
  assert.equal(endOf(600, 60), 1_260);
  assert.equal(endOf(1_199, 60), 1_260);
  assert.equal(endOf(1_200, 60), 1_860);
});

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

test("numbers of orders follow each other within a word, and no two are alike", () => {
  const slot = storage();
  let word = 6;
  const draw = () => {
    word += 1;
    return word;
  };
  const drawn = Array.from({ length: 257 }, () => nextNonce(slot, draw));
  assert.deepEqual([drawn[0], drawn[255], drawn[256]], [7n * 256n, 7n * 256n + 255n, 8n * 256n]);
  assert.equal(new Set(drawn).size, 257);
  slot.setItem("graphiti.order-nonces", "{torn");
  assert.equal(nextNonce(slot, draw), 9n * 256n);
  assert.deepEqual(nonceBit(7n * 256n + 3n), [7n, 8n]);
});
