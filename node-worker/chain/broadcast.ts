import { BaseError } from "viem";

/** What a node's refusal of raw bytes means for the outbox. */
export type Refusal = "known" | "nonce-spent" | "nonce-ahead" | "fee" | "funds" | "other";

/** Geth, Nitro and anvil word these differently; a JSON-RPC code does not tell them apart. */
const wordings: readonly [Refusal, RegExp][] = [
  ["known", /already known|already imported|known transaction|already in (the )?pool/i],
  ["nonce-spent", /nonce too low|nonce is too low|invalid nonce.*too low/i],
  ["nonce-ahead", /nonce too high|nonce gap/i],
  ["fee", /underpriced|less than block base fee|fee cap|max fee per gas|gas price too low|feecap/i],
  ["funds", /insufficient funds|insufficient balance|exceeds (the )?balance/i],
];

export function refusalOf(error: unknown): Refusal {
  const text = error instanceof BaseError ? `${error.message}\n${error.details ?? ""}` : String(error);
  return wordings.find(([, pattern]) => pattern.test(text))?.[0] ?? "other";
}
