import { formatEther } from "viem";

/**
 * Wei as ETH with at most `places` decimals, rounded towards zero, never shown as 0 when it is not.
 * @example formatEth("100000000000000") // "0.0001 ETH"
 */
export function formatEth(wei: bigint | string, places = 6): string {
  const amount = BigInt(wei);
  const [whole = "0", decimals = ""] = formatEther(amount).split(".");
  const shown = decimals.slice(0, places).replace(/0+$/, "");
  if (amount !== 0n && whole === "0" && shown === "") return `<0.${"0".repeat(places - 1)}1 ETH`;
  return `${shown === "" ? whole : `${whole}.${shown}`} ETH`;
}

/** A range of amounts with one unit: `0.00004 – 0.0001 ETH`. */
export function formatEthRange(minWei: bigint | string, maxWei: bigint | string): string {
  const [min, max] = [formatEth(minWei), formatEth(maxWei)];
  return min === max ? max : `${min.replace(" ETH", "")} – ${max}`;
}
