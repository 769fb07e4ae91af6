import type { FinalityClass } from "./records.ts";

/** What campaigns deploy: windows of minutes, so that a campaign passes through many. */

export const classes: readonly FinalityClass[] = [
  { fastSeconds: 30, windowSeconds: 300, graceSeconds: 1_500, tailSeconds: 0 },
  { fastSeconds: 45, windowSeconds: 700, graceSeconds: 1_200, tailSeconds: 0 },
  { fastSeconds: 60, windowSeconds: 1_600, graceSeconds: 900, tailSeconds: 0 },
];
export const claimPace = { baseSeconds: 120, secondsPerTile: 10 };
export const protocolFeeBps = 200;
export const services = [512, 100].map((tileCore) => ({
  kind: 1,
  scale: 2,
  tileCore,
  halo: 7,
  channels: 3,
  probeLayer: 6,
  modelDigest: `0x${"11".repeat(32)}`,
}));
