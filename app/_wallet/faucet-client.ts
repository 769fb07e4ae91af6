import type { Address } from "viem";
import { postJson } from "./post-json.ts";

/** Asks for play money. @throws ApiProblem when the faucet refuses */
export function askFaucet(address: Address): Promise<{ balanceWei: string }> {
  return postJson("/api/faucet", { address });
}
