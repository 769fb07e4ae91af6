import { type MarketOrder, signerOf } from "@graphiti/protocol/market-orders.ts";
import { type Address, isAddressEqual } from "viem";

/** What the chain says about an order now; injected, so that tests need no chain. Amounts are wei. */
export type OrderWitness = {
  nowSeconds: number;
  isNonceSpent(account: Address, nonce: bigint): Promise<boolean>;
  /** Undefined for a token that does not exist. */
  token(tokenId: bigint): Promise<{ owner: Address; transfers: number; isApproved: boolean } | undefined>;
  /** How much wrapped ether the market could take from an account now. */
  spendable(account: Address): Promise<bigint>;
};

/**
 * `good`: somebody could use it now. `waiting`: not now, but its signer can mend that (an approval is missing, or
 * wrapped ether). `dead`: never again.
 */
export type OrderHealth = { is: "good" } | { is: "waiting" | "dead"; because: string };

const dead = (because: string): OrderHealth => ({ is: "dead", because });
const waiting = (because: string): OrderHealth => ({ is: "waiting", because });

async function listingHealth(
  { order }: Extract<MarketOrder, { kind: "listing" }>,
  witness: OrderWitness,
): Promise<OrderHealth> {
  const token = await witness.token(BigInt(order.tokenId));
  if (!token) return dead("There is no such work.");
  if (!isAddressEqual(token.owner, order.seller)) return dead("The work does not belong to the seller.");
  if (token.transfers !== Number(order.transfers))
    return dead("The work has changed hands since the listing was signed.");
  if (witness.nowSeconds < Number(order.startsAt)) return waiting("It has not begun yet.");
  return token.isApproved ? { is: "good" } : waiting("The market is not allowed to hand the work over.");
}

async function offerHealth(
  { order }: Extract<MarketOrder, { kind: "offer" }>,
  witness: OrderWitness,
): Promise<OrderHealth> {
  const spendableWei = await witness.spendable(order.maker);
  return spendableWei >= BigInt(order.amount)
    ? { is: "good" }
    : waiting("Its maker has not enough wrapped ether for it, or does not let the market take it.");
}

/** Whether an order could be used now, ever, or never again. */
export async function orderHealth(order: MarketOrder, witness: OrderWitness): Promise<OrderHealth> {
  if (witness.nowSeconds >= Number(order.order.expiresAt)) return dead("It has expired.");
  if (await witness.isNonceSpent(signerOf(order), BigInt(order.order.nonce)))
    return dead("Its number has been used or cancelled.");
  return order.kind === "listing" ? listingHealth(order, witness) : offerHealth(order, witness);
}
