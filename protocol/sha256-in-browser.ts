import { concat, sha256 } from "viem";
import type { Sha256 } from "./sha256.ts";

/** What stands for `sha256.ts` where Node's hashes are not: the package's `imports` choose. */
export function startSha256(): Sha256 {
  const parts: Uint8Array[] = [];
  return {
    update: (bytes) => parts.push(bytes.slice()),
    digest: () => sha256(concat(parts), "bytes"),
  };
}
