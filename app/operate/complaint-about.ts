import type { Consent } from "@graphiti/protocol/consent.ts";
import { type Address, isAddressEqual } from "viem";
import { shortAddress } from "../_components/short-hash.ts";

/** What keeps a pasted text from being sent, before the chain is asked. */
export function complaintAbout(
  text: string,
  consent: Consent | undefined,
  operator: Address,
): string | undefined {
  if (text.trim() === "") return undefined;
  if (!consent) return "There is no whole consent in this: it has a key, a deadline and a signature.";
  if (consent.operator && !isAddressEqual(consent.operator, operator))
    return `This consent is for the wallet ${shortAddress(consent.operator)}, and yours is ${shortAddress(operator)}.`;
  return undefined;
}
