/** The published networks that services are composed of; each has its folder in models/networks. */
export const publishedNames = [
  "upconv7",
  "upconv7-noise-0",
  "upconv7-noise-1",
  "upconv7-noise-2",
  "upconv7-noise-3",
  "srvgg",
  "rrdb6",
] as const;

/** Those that are rounded further, to bytes. */
export const byteNames = ["upconv7-bytes"] as const;

export const networkNames = [...publishedNames, ...byteNames] as const;

export type PublishedName = (typeof publishedNames)[number];
export type ByteName = (typeof byteNames)[number];
export type NetworkName = PublishedName | ByteName;

export function isByteName(name: NetworkName): name is ByteName {
  return byteNames.some((one) => one === name);
}
