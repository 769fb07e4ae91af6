import assert from "node:assert/strict";
import { test } from "node:test";
import type { GraphitiError } from "@graphiti/protocol/errors.ts";
import {
  listingToSign,
  type MarketOrder,
  offerToSign,
  type SignedListing,
  type SignedOffer,
  tokensRoot,
} from "@graphiti/protocol/market-orders.ts";
import { type Address, getAddress, type Hex, isAddressEqual, recoverAddress } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { acceptOrder, type OrderJudge } from "../../app/_server/orders/accept-order.ts";
import { OrderBook } from "../../app/_server/orders/order-book.ts";
import { orderHealth } from "../../app/_server/orders/order-health.ts";

const seller = privateKeyToAccount(generatePrivateKey());
const stranger = privateKeyToAccount(generatePrivateKey());
const art: Address = getAddress(`0x${"a1".repeat(20)}`);
const domain = { chainId: 31337, market: getAddress(`0x${"b2".repeat(20)}`) };
const nowSeconds = 1_800_000_000;
const day = 86_400;

const judge = (change: Partial<OrderJudge> = {}): OrderJudge => ({
  nowSeconds,
  domain,
  art,
  mostReferrerBps: 1_000,
  isNonceSpent: async () => false,
  token: async () => ({ owner: seller.address, transfers: 3, isApproved: true }),
  spendable: async () => 10n,
  isSignedBy: (signer, hash, signature) =>
    recoverAddress({ hash, signature }).then(
      (by) => isAddressEqual(by, signer),
      () => false,
    ),
  ...change,
});

const listingOf = (change: Partial<SignedListing> = {}): SignedListing => ({
  seller: seller.address,
  collection: art,
  tokenId: "5",
  price: "100",
  startsAt: "0",
  expiresAt: String(nowSeconds + day),
  transfers: "3",
  referrerBps: "0",
  nonce: "7",
  ...change,
});

async function listing(change: Partial<SignedListing> = {}, by = seller) {
  const order = listingOf(change);
  return { kind: "listing" as const, order, signature: await by.signTypedData(listingToSign(domain, order)) };
}

async function offer(tokenIds: string[] = [], change: Partial<SignedOffer> = {}) {
  const order: SignedOffer = {
    maker: seller.address,
    collection: art,
    tokensRoot: tokensRoot(tokenIds),
    amount: "10",
    expiresAt: String(nowSeconds + day),
    nonce: "8",
    ...change,
  };
  const signature = await seller.signTypedData(offerToSign(domain, order));
  return { kind: "offer" as const, order, tokenIds, signature };
}

const refused =
  (pattern: RegExp, code = "ORDER_REFUSED") =>
  (thrown: unknown) =>
    (thrown as GraphitiError).code === code && pattern.test((thrown as GraphitiError).message);

test("what its owner signed is kept, and what is signed by somebody else is not", async () => {
  const { order } = await acceptOrder(await listing(), judge());
  assert.deepEqual(order.order, listingOf());
  await assert.rejects(acceptOrder(await listing({}, stranger), judge()), refused(/signature/));
  const changed = { ...(await listing()), order: listingOf({ price: "1" }) };
  await assert.rejects(acceptOrder(changed, judge()), refused(/signature/));
});

test("what the market would never honour is refused with the reason", async () => {
  const never: [object, Partial<OrderJudge>, RegExp][] = [
    [await listing({ expiresAt: String(nowSeconds) }), {}, /expired/],
    [await listing(), { isNonceSpent: async () => true }, /used or cancelled/],
    [await listing(), { token: async () => undefined }, /no such work/],
    [
      await listing(),
      { token: async () => ({ owner: stranger.address, transfers: 3, isApproved: true }) },
      /not belong/,
    ],
    [
      await listing(),
      { token: async () => ({ owner: seller.address, transfers: 4, isApproved: true }) },
      /changed hands/,
    ],
    [await listing({ collection: stranger.address }), {}, /own collection/],
    [await listing({ price: "0" }), {}, /above zero/],
    [await listing({ referrerBps: "1001" }), {}, /more than the market pays/],
    [await listing({ expiresAt: String(nowSeconds + 400 * day) }), {}, /a year/],
    [{ ...(await offer(["5"])), tokenIds: ["5", "6"] }, {}, /not those that were signed/],
  ];
  for (const [body, change, reason] of never)
    await assert.rejects(acceptOrder(body, judge(change)), refused(reason), String(reason));
});

test("what is malformed is refused before anything is looked up", async () => {
  const { order, signature } = await listing();
  for (const body of [
    null,
    { kind: "listing", order },
    { kind: "gift", order, signature },
    { kind: "listing", order: { ...order, price: (1n << 96n).toString() }, signature },
    { kind: "listing", order: { ...order, seller: "0x12" }, signature },
  ])
    await assert.rejects(acceptOrder(body, judge()), refused(/Not a signed order/, "BAD_INPUT"));
});

test("an order waits while its signer can still mend what is missing", async () => {
  const kept = (await listing()) as MarketOrder;
  const unapproved = judge({
    token: async () => ({ owner: seller.address, transfers: 3, isApproved: false }),
  });
  assert.equal((await orderHealth(kept, judge())).is, "good");
  assert.equal((await orderHealth(kept, unapproved)).is, "waiting");
  const later = (await listing({ startsAt: String(nowSeconds + 1) })) as MarketOrder;
  assert.equal((await orderHealth(later, judge())).is, "waiting");
  const wanted = (await offer()) as MarketOrder;
  assert.equal((await orderHealth(wanted, judge())).is, "good");
  assert.equal((await orderHealth(wanted, judge({ spendable: async () => 9n }))).is, "waiting");
});

test("a book finds orders by work, by set, by collection and by signer, of one deployment", async () => {
  const book = new OrderBook(":memory:");
  const keep = async (order: object, scope = "one") => {
    const kept = await acceptOrder(order, judge());
    book.add(scope, kept, Date.now());
    return kept.hash;
  };
  const [one, some, any] = [
    await keep(await listing()),
    await keep(await offer(["5", "6"])),
    await keep(await offer()),
  ];
  await keep(await listing());
  await keep(await listing({ nonce: "99" }), "another");
  const found = (tokenId: string) => book.ofToken("one", tokenId).map(({ hash }) => hash);
  assert.deepEqual(found("5").sort(), [one, some, any].sort());
  assert.deepEqual(found("6").sort(), [some, any].sort());
  assert.deepEqual(found("7"), [any]);
  assert.equal(book.ofSigner("one", seller.address).length, 3);
  assert.deepEqual(book.ofSigner("one", stranger.address), []);
  book.drop("one", some);
  assert.deepEqual(found("6"), [any]);
  book.close();
});

test("a crowd of offers does not push an owner's listing out of the book", async () => {
  const book = new OrderBook(":memory:");
  const own = await acceptOrder(await listing(), judge());
  book.add("one", own, 1);
  const { hash, ...rest } = await acceptOrder(await offer(), judge());
  for (let count = 0; count < 120; count++)
    book.add(
      "one",
      { ...rest, hash: `${hash.slice(0, 60)}${String(count).padStart(6, "0")}` as Hex },
      2 + count,
    );
  const found = book.ofToken("one", "5");
  assert.equal(found.length, 100);
  assert.equal(found[0]?.hash, own.hash);
  book.close();
});

test("a book keeps so many of one signer, and then no more", async () => {
  const book = new OrderBook(":memory:");
  const kept = await acceptOrder(await listing(), judge());
  for (let index = 0; index < 200; index += 1)
    book.add("one", { ...kept, hash: `0x${index.toString(16).padStart(64, "0")}` }, 0);
  assert.throws(() => book.add("one", { ...kept, hash: `0x${"ff".repeat(32)}` }, 0), refused(/at most 200/));
  book.close();
});
