import { fail } from "@graphiti/protocol/errors.ts";
import {
  type MarketDomain,
  type MarketOrder,
  marketOrderSchema,
  orderHash,
  signerOf,
  tokensRoot,
} from "@graphiti/protocol/market-orders.ts";
import { type Address, type Hex, isAddressEqual } from "viem";
import type { KeptOrder } from "./order-book.ts";
import { type OrderWitness, orderHealth } from "./order-health.ts";

/** What an order is checked against before it is kept. */
export type OrderJudge = OrderWitness & {
  domain: MarketDomain;
  art: Address;
  mostReferrerBps: number;
  /** Whether the market would take the signature. */
  isSignedBy(signer: Address, hash: Hex, signature: Hex): Promise<boolean>;
};

const longestSeconds = 366 * 86_400;

function guardShape(order: MarketOrder, judge: OrderJudge): void {
  const { order: signed } = order;
  if (!isAddressEqual(signed.collection, judge.art))
    fail("ORDER_REFUSED", "This gallery keeps orders about its own collection only.");
  if (Number(signed.expiresAt) > judge.nowSeconds + longestSeconds)
    fail("ORDER_REFUSED", "An order may be good for a year at most.");
  const isPriced = BigInt(order.kind === "listing" ? order.order.price : order.order.amount) > 0n;
  if (!isPriced) fail("ORDER_REFUSED", "An order needs a price above zero.");
  if (order.kind === "listing" && Number(order.order.referrerBps) > judge.mostReferrerBps)
    fail("ORDER_REFUSED", "Whoever brings the buyer is promised more than the market pays.");
  if (order.kind === "offer" && order.order.tokensRoot !== tokensRoot(order.tokenIds))
    fail("ORDER_REFUSED", "The works that are named are not those that were signed.");
}

/**
 * Checks an order: its form, that its signature is good, and that the chain would ever honour it.
 * @throws BAD_INPUT, ORDER_REFUSED
 */
export async function acceptOrder(body: unknown, judge: OrderJudge): Promise<KeptOrder> {
  const parsed = marketOrderSchema.safeParse(body);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    fail("BAD_INPUT", `Not a signed order: ${issue?.path.join(".")} ${issue?.message}.`);
  }
  const order = parsed.data;
  guardShape(order, judge);
  const hash = orderHash(judge.domain, order);
  if (!(await judge.isSignedBy(signerOf(order), hash, order.signature)))
    fail("ORDER_REFUSED", "The signature is not that of the account that the order names.");
  const health = await orderHealth(order, judge);
  if (health.is === "dead") fail("ORDER_REFUSED", health.because);
  return { hash, order };
}
