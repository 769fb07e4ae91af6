import type { PublicClient } from "viem";

/** Replacing a waiting transaction takes at least a tenth more; an eighth more satisfies every client. */
const bumpNumerator = 9n;
const bumpDenominator = 8n;

/** Room for the base fee to double before the transaction is mined. What is not needed is not charged. */
const headroom = 2n;

export type Fee = { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint };

export async function baseFeeWei(client: PublicClient): Promise<bigint> {
  const { baseFeePerGas } = await client.getBlock({ blockTag: "latest" });
  return baseFeePerGas ?? 0n;
}

/** The tip is one wei: Arbitrum ignores tips, and some clients refuse none at all. */
export function freshFee(baseFee: bigint): Fee {
  return { maxFeePerGas: baseFee * headroom + 1n, maxPriorityFeePerGas: 1n };
}

/** A fee that may replace a version with `previousMaxFeeWei`, and is enough for this base fee. */
export function bumpedFee(baseFee: bigint, previousMaxFeeWei: bigint, versions: number): Fee {
  // Both fields have to grow: the tip goes 2, 4, 8 … wei.
  const tip = 1n << BigInt(Math.min(versions, 40));
  const least = (previousMaxFeeWei * bumpNumerator) / bumpDenominator + 1n;
  const fresh = freshFee(baseFee).maxFeePerGas;
  const dearest = [least, fresh, tip].reduce((a, b) => (a > b ? a : b));
  return { maxFeePerGas: dearest, maxPriorityFeePerGas: tip };
}
