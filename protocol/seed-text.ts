import {
  type Hex,
  hexToBigInt,
  hexToBytes,
  numberToHex,
  padHex,
  sha256,
  size,
  sliceHex,
  stringToHex,
} from "viem";
import { fail } from "./errors.ts";

/*
 * How people write a seed. Whole numbers and 32 hexadecimal digits are the seed itself. So are words of up to 16 bytes
 * in Latin letters, with zeros behind them: they can be read again from the chain. Any other words are hashed, so that a
 * line of a poem is a seed too. Runs in the browser.
 */

const seedBytes = 16;
const longestText = 200;
/**
 * What a seed is read as, and so part of a token's metadata: a fixed list, since what counts as a letter to an engine, and
 * how it is composed, may change with its version. There is nothing in it that cannot be seen.
 */
const words = /^[ -~À-ſ]+$/;
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
  const bytes = stringToHex(written);
  if (words.test(written) && size(bytes) <= seedBytes)
    return padHex(bytes, { dir: "right", size: seedBytes });
  return sliceHex(sha256(bytes), 0, seedBytes);
}

/** A seed as text that gives the same seed again: a short number, words, or else hexadecimal. */
export function seedText(seed: Hex): string {
  const digits = hexToBigInt(seed).toString();
  if (digits.length <= longestDigits) return digits;
  const text = new TextDecoder().decode(hexToBytes(seed)).replace(/\0+$/, "");
  return words.test(text) && seedFromText(text) === seed ? text : seed;
}
