import { z } from "zod";

type Slot = Pick<Storage, "getItem" | "setItem">;

const nonceKey = "graphiti.order-nonces";
const noncesInWord = 256;
const kept = z.object({ word: z.number().int().min(0), next: z.number().int().min(0).max(noncesInWord) });

function read(slot: Slot, randomWord: () => number): z.output<typeof kept> {
  try {
    const known = kept.parse(JSON.parse(slot.getItem(nonceKey) ?? ""));
    if (known.next < noncesInWord) return known;
  } catch {
    // Nothing kept, or torn: begin another word.
  }
  return { word: randomWord(), next: 0 };
}

const anyWord = () => crypto.getRandomValues(new Uint32Array(1))[0] as number;

/**
 * A number for the next order that this browser signs. Numbers follow each other within a word of the chain's bitmap,
 * for the second one to be spent costs a buyer much less gas; words are drawn, so that two browsers do not meet.
 */
export function nextNonce(slot: Slot, randomWord: () => number = anyWord): bigint {
  const { word, next } = read(slot, randomWord);
  slot.setItem(nonceKey, JSON.stringify({ word, next: next + 1 }));
  return BigInt(word) * BigInt(noncesInWord) + BigInt(next);
}

/** What `cancelNonces` takes to spend one number. */
export const nonceBit = (nonce: bigint): [wordIndex: bigint, mask: bigint] => [
  nonce >> 8n,
  1n << (nonce & 0xffn),
];
