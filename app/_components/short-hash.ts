/** `0x1234…abcd` */
export const shortAddress = (address: string): string => `${address.slice(0, 6)}…${address.slice(-4)}`;

/** The start and the end of a long digest or content id. */
export const shortHash = (hash: string, kept = 8): string =>
  hash.length <= 2 * kept + 1
    ? hash
    : `${hash.slice(0, kept + (hash.startsWith("0x") ? 2 : 0))}…${hash.slice(-kept)}`;
