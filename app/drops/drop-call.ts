import type { Address } from "viem";
import type { ContractCall } from "../_wallet/use-contract-call.ts";

/** One call of a drop. */
export const dropCall = (
  drop: Address,
  call: Pick<ContractCall, "functionName" | "args" | "value">,
): ContractCall => ({ contract: "drop", address: drop, about: { drop }, ...call });
