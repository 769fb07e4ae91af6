import { z } from "zod";

/**
 * Text by strangers for a page: control characters and those that turn the direction of reading are taken
 * out, so that a title cannot rewrite what stands beside it.
 */
export function plainText(text: string, maxLength: number): string {
  const clean = text.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, (character) =>
    character === "\n" || character === "\t" ? character : "",
  );
  return clean.length > maxLength ? `${clean.slice(0, maxLength - 1)}…` : clean;
}

/** A field of hostile metadata: anything but text counts as absent. */
export const textField = (maxLength: number) =>
  z
    .string()
    .catch("")
    .transform((text) => plainText(text, maxLength));
