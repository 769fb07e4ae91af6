import type { Hex } from "viem";
import { generatePrivateKey } from "viem/accounts";

const slot = "graphiti.burner-key";

/** The key of this browser's burner wallet; made on first use. Play money only: it lies in plain text. */
export function burnerKey(): Hex {
  const kept = window.localStorage.getItem(slot);
  if (kept && /^0x[0-9a-f]{64}$/.test(kept)) return kept as Hex;
  const fresh = generatePrivateKey();
  window.localStorage.setItem(slot, fresh);
  return fresh;
}
