import { parseEther } from "viem";

/** ETH as somebody types it, with a point or a comma, in wei. Undefined for what is no amount above zero. */
export function parseEth(text: string): bigint | undefined {
  const plain = text.trim().replace(",", ".");
  if (!/^(\d{1,9}(\.\d{0,18})?|\.\d{1,18})$/.test(plain)) return undefined;
  const wei = parseEther(plain);
  return wei > 0n ? wei : undefined;
}
