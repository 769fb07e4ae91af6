import { fail } from "./errors.ts";
import { type EscrowRules, spanSeconds } from "./escrow-rules.ts";
import { type Geometry, type Picture, tileCount } from "./tiles.ts";

/** Most tiles in one lot; a job is one lot. */
export const maxTilesPerLot = 128;

const fixedMaxWei = 60_000_000_000_000n;
const perTileMaxWei = 40_000_000_000_000n;
/** The price starts at this part of the highest and rises from there. */
const openingPercent = 40n;
const rampSeconds = 120;

/** Generous beside the contract's minimum, so that a slow node or a short outage is not a late one. */
const claimBaseSeconds = 120;
const claimSecondsPerTile = 10;
/** Time that the job may wait for a node before its first claim. */
const patienceSeconds = 600;

const secondsPerMegapixel = 16;
const overheadSeconds = 10;

export type Quote = {
  tiles: number;
  width: number;
  height: number;
  minPriceWei: bigint;
  maxPriceWei: bigint;
  rampSeconds: number;
  claimSeconds: number;
  /** From the post to the job's deadline. */
  deadlineSeconds: number;
  /** A rough guess for one node on two cores, from the post to the token. */
  estimateSeconds: number;
};

/**
 * Suggests price and times for one picture.
 * @param finalityClass index into the rules' classes
 * @throws PICTURE_TOO_LARGE when the picture needs more tiles than one lot may have
 */
export function quote(geometry: Geometry, picture: Picture, rules: EscrowRules, finalityClass = 0): Quote {
  const tiles = tileCount(picture, geometry.tileCore);
  if (tiles > maxTilesPerLot) {
    const planes = picture.hasAlpha ? 2 : 1;
    const megapixels = ((maxTilesPerLot / planes) * geometry.tileCore ** 2) / 1e6;
    fail(
      "PICTURE_TOO_LARGE",
      `${picture.width} × ${picture.height} is too large for one job: about ${Math.floor(megapixels)} megapixels` +
        `${picture.hasAlpha ? " with transparency" : ""} are the most.`,
    );
  }
  const finality = rules.classes[finalityClass];
  if (!finality) throw new RangeError(`no finality class ${finalityClass}`);
  const maxPriceWei = fixedMaxWei + perTileMaxWei * BigInt(tiles);
  const claimSeconds = Math.max(
    claimBaseSeconds + claimSecondsPerTile * tiles,
    rules.claimBaseSeconds + rules.claimSecondsPerTile * tiles,
  );
  const planes = picture.hasAlpha ? 2 : 1;
  const computeSeconds = ((picture.width * picture.height * planes) / 1e6) * secondsPerMegapixel;
  return {
    tiles,
    width: picture.width * geometry.scale,
    height: picture.height * geometry.scale,
    minPriceWei: (maxPriceWei * openingPercent) / 100n,
    maxPriceWei,
    rampSeconds,
    claimSeconds,
    deadlineSeconds: patienceSeconds + 2 * spanSeconds(finality, claimSeconds),
    estimateSeconds: Math.ceil(computeSeconds + finality.windowSeconds + overheadSeconds),
  };
}
