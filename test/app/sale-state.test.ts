import assert from "node:assert/strict";
import { test } from "node:test";
import { getAddress } from "viem";
import { saleStateOf } from "../../app/_data/sale-state.ts";
import type { StandingView } from "../../app/_data/standing.ts";

const market = getAddress(`0x${"a1".repeat(20)}`);
const seller = getAddress(`0x${"b2".repeat(20)}`);

const listing = { seller, priceWei: "5", expiresAt: 100, referrerBps: 0 };
const auction = {
  auctionId: "1",
  seller,
  state: "open" as const,
  amountWei: "3",
  durationSeconds: 900,
  bids: 0,
};
const bidFor = { ...auction, state: "running" as const, amountWei: "4", bids: 1, bidder: seller, endsAt: 50 };

const stateAt = (now: number, standing: Partial<StandingView>) =>
  saleStateOf({ transfers: 0, isMarketApprovedForAll: false, approved: market, ...standing }, market, now);

test("a work has a price until the second in which the listing runs out", () => {
  assert.deepEqual(stateAt(99, { listing }), { kind: "price", priceWei: "5" });
  assert.equal(stateAt(100, { listing }), undefined);
});

test("a price that the market could not keep is none", () => {
  assert.equal(stateAt(0, { listing, approved: undefined }), undefined);
  assert.equal(stateAt(0, { listing, approved: seller }), undefined);
  assert.equal(stateAt(0, { auction, approved: undefined }), undefined);
  const all = { approved: undefined, isMarketApprovedForAll: true };
  assert.deepEqual(stateAt(0, { listing, ...all }), { kind: "price", priceWei: "5" });
});

test("an auction waits for its reserve, runs, and waits to be settled", () => {
  assert.deepEqual(stateAt(0, { auction }), { kind: "auctionOpen", reserveWei: "3" });
  // The work is the market's own by then, which needs nobody's approval.
  const running = { auction: bidFor, approved: undefined };
  assert.deepEqual(stateAt(49, running), { kind: "auctionRuns", highestWei: "4", endsAt: 50 });
  assert.deepEqual(stateAt(50, running), { kind: "auctionOver", highestWei: "4" });
});

test("with a price and an auction without bids, the price is what one can pay at once", () => {
  assert.equal(stateAt(99, { listing, auction })?.kind, "price");
  assert.equal(stateAt(100, { listing, auction })?.kind, "auctionOpen");
});
