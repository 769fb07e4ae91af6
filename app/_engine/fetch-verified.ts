import { fail } from "@graphiti/protocol/errors.ts";
import { type Hex, sha256 } from "viem";

/** 64 MiB: more than any network of ours has, and less than what hurts. */
const mostBytes = 64 * 1024 ** 2;

/**
 * Fetches bytes that are known by their SHA-256. Whoever serves them is not trusted.
 * @param what named in the error, as in "The model"
 * @throws STORE_UNREACHABLE, STORE_NOT_FOUND, STORE_TOO_LARGE, STORE_BYTES_MISMATCH
 */
export async function fetchVerified(
  url: string,
  digest: Hex,
  what: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const unreachable = (cause: unknown) =>
    fail("STORE_UNREACHABLE", `${what} cannot be fetched now.`, { cause, retryable: true });
  const response = await fetch(url, { credentials: "omit" }).catch(unreachable);
  if (response.status === 404)
    fail("STORE_NOT_FOUND", `${what} is not stored any more.`, { retryable: true });
  if (!response.ok) unreachable(response.status);
  if (Number(response.headers.get("content-length")) > mostBytes)
    fail("STORE_TOO_LARGE", `${what} is too large.`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  if ((await digestOf(bytes)) !== digest)
    fail("STORE_BYTES_MISMATCH", `${what} is not the one that the chain names.`, {
      nextStep: "Nothing was done with it. Try again, or use a gallery with another gateway.",
    });
  return bytes;
}

/** The browser's own hash is many times as fast, but it is there on secure pages only. */
async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<Hex> {
  if (!globalThis.crypto?.subtle) return sha256(bytes);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return `0x${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
