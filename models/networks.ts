/** The published networks that services are composed of; each has its folder in models/networks. */
export const networkNames = [
  "upconv7",
  "upconv7-noise-0",
  "upconv7-noise-1",
  "upconv7-noise-2",
  "upconv7-noise-3",
  "srvgg",
  "rrdb6",
] as const;

export type NetworkName = (typeof networkNames)[number];
