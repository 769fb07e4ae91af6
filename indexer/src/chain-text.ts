/** The longest content id that we use has 62 characters. */
const maxCidCharacters = 128;

/**
 * A string that anybody may have put on the chain, made safe to store: PostgreSQL has no NUL in text,
 * and nothing that is longer than any content id needs to be kept whole.
 */
export const chainText = (text: string): string =>
  text.replaceAll("\0", "").slice(0, maxCidCharacters).toWellFormed();
