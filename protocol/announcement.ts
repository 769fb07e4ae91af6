/**
 * Where the manifest of a submitted lot is: its SHA-256 stands behind the arguments of the call that submitted it, as
 * the last 32 bytes of the transaction's input. The contract's decoder does not look there, everybody else can, and
 * from the digest follows the content id. Nothing rests on it: what it leads to is compared with the output root.
 */

import { concat, type Hex, size, sliceHex } from "viem";

/** Input of a submit that names its manifest. */
export const announce = (input: Hex, manifestDigest: Hex): Hex => concat([input, manifestDigest]);

/** The digest that a transaction's input ends with; undefined where it is too short to hold one. */
export function announcedIn(input: Hex): Hex | undefined {
  return size(input) < 32 ? undefined : sliceHex(input, -32);
}
