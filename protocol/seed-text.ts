import { type Hex, hexToBigInt, numberToHex, sha256, stringToHex } from "viem";
import { fail } from "./errors.ts";

/*
 * How people write a seed. Whole numbers and 32 hexadecimal digits are the seed itself; any other words are hashed,
 * so that a name or a line of a poem is a seed too. Runs in the browser.
 */

const seedBytes = 16;
const longestText = 200;
/** Larger seeds are written in hexadecimal, which is easier on the eye than 39 digits. */
const longestDigits = 15;

/**
 * The 16 bytes of a seed as somebody wrote it.
 * @throws PARAMS_INVALID for no text, or more than 200 characters
 */
export function seedFromText(text: string): Hex {
  const written = text.normalize("NFC").trim();
  if (written === "" || written.length > longestText)
    fail("PARAMS_INVALID", `A seed is a number or some words, of at most ${longestText} characters.`);
  if (/^\d{1,38}$/.test(written)) return numberToHex(BigInt(written), { size: seedBytes });
  if (/^0x[0-9a-f]{32}$/i.test(written)) return written.toLowerCase() as Hex;
  return sha256(stringToHex(written)).slice(0, 2 + 2 * seedBytes) as Hex;
}

/** A seed as text that gives the same seed again: a number where it is short, hexadecimal otherwise. */
export function seedText(seed: Hex): string {
  const digits = hexToBigInt(seed).toString();
  return digits.length <= longestDigits ? digits : seed;
}
