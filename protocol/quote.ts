import { fail } from "./errors.ts";
import { classOf, type EscrowRules, lotSpanSeconds } from "./escrow-rules.ts";
import { lotCount, tileLotCount } from "./terms.ts";
import { type Geometry, type Picture, tileCount } from "./tiles.ts";

/**
 * How a picture becomes final. `checked`: two drawn operators run a sample of every lot again, and it is final in
 * seconds. `cheap`: nobody checks, and the window runs out.
 */
export type Finality = "checked" | "cheap";
export const finalities: readonly Finality[] = ["checked", "cheap"];

/** The kind of service that needs no input. */
const generating = 2;

/** Limits of the contract. */
const maxTilesPerLot = 128;
const maxTileLots = 64;
/** What nodes will join into one file, pixels. */
export const maxOutputPixels = 256_000_000;
/** A generated picture is no longer than this on either side, pixels. */
export const maxGeneratedSide = 8192;

/** Lots are so long, where their tiles are neither quick nor slow. Smaller pictures are one lot. CPU seconds. */
const usualLotSeconds = 60;
const tilesPerLotRange = { least: 16, most: 64 };
const largestSingleLot = 1.5;
const attestersWhenChecked = 2;
/** One tile of so many is run again by each attester, and never less than two: see docs/economics.md. */
const tilesPerSample = 32;
const leastSample = 2;

/** What the calls for a lot cost its operator, about; those who check are paid a tenth. */
const perLotMaxWei: Record<Finality, bigint> = { checked: 120_000_000_000_000n, cheap: 60_000_000_000_000n };
/** Of computing, for each second of a core; the price of a tile is rounded to the unit, and is at least some of them. */
const weiPerCpuSecond = 12e12;
const tileUnitWei = 100_000_000_000n;
const leastTileUnits = 5;
/** The price starts at this part of the highest and rises from there. */
const openingPercent = 40n;
const rampSeconds = 120;

/** Generous beside the contract's minimum, so that a slow node or a short outage is not a late one. */
const claimBaseSeconds = 120;
const leastClaimSecondsPerTile = 10;
const claimSecondsPerCpuSecond = 45;
/** Time that the job may wait for a node before its first claim. */
const patienceSeconds = 600;

/** Cutting, hashing and storing tiles, beside computing them. */
const handlingFactor = 1.25;
/** From the end of one step to the beginning of the next: blocks, storing, reading back. */
const overheadSeconds = 10;

/** What a quote has to know of a service. `secondsPerTile`: CPU seconds of a whole tile on one thread, about. */
export type QuotedService = Geometry & { kind: number; secondsPerTile: number };

export type Quote = {
  finality: Finality;
  tiles: number;
  tilesPerLot: number;
  /** All lots of the job, the assembly lot among them. */
  lots: number;
  attesters: number;
  /** Tiles of a lot that each attester runs again. */
  sampleTiles: number;
  finalityClass: number;
  width: number;
  height: number;
  minPriceWei: bigint;
  maxPriceWei: bigint;
  rampSeconds: number;
  claimSeconds: number;
  /** From the post to the job's deadline. */
  deadlineSeconds: number;
  /** A rough guess for nodes on two cores, from the post to the token. */
  estimateSeconds: number;
};

/**
 * Suggests how to cut one picture into lots, and a price and times for it.
 * @param picture the input; of a service that generates, the picture that is wanted
 * @throws PICTURE_TOO_LARGE when the picture is more than a job can hold or a node will join, naming the largest
 */
export function quote(
  service: QuotedService,
  picture: Picture,
  rules: EscrowRules,
  finality: Finality = "checked",
): Quote {
  requireSize(service, picture);
  const { tileCore, scale, secondsPerTile } = service;
  const tiles = tileCount(picture, tileCore);
  const tilesPerLot = tilesPerLotOf(tiles, secondsPerTile);
  const shape = { tiles, tilesPerLot };
  const [lots, tileLots] = [lotCount(shape), tileLotCount(shape)];
  const attesters = finality === "checked" ? attestersWhenChecked : 0;
  const finalityClass = 0;
  const claimPace = Math.max(leastClaimSecondsPerTile, Math.ceil(claimSecondsPerCpuSecond * secondsPerTile));
  const claimSeconds = Math.max(
    claimBaseSeconds + claimPace * tilesPerLot,
    rules.claimBaseSeconds + rules.claimSecondsPerTile * tilesPerLot,
  );
  const spans = lots === 1 ? 1 : 2;
  const span = lotSpanSeconds(rules, { finalityClass, claimSeconds, attesters });
  const { fastSeconds, windowSeconds } = classOf(rules, finalityClass);
  const planes = picture.hasAlpha ? 2 : 1;
  const wholeTiles = (picture.width * picture.height * planes) / tileCore ** 2;
  const computeSeconds = wholeTiles * secondsPerTile * handlingFactor;
  const decisionSeconds = attesters > 0 ? fastSeconds + computeSeconds / tileLots / 4 : windowSeconds;
  const maxPriceWei = perLotMaxWei[finality] * BigInt(lots) + perTileMaxWei(secondsPerTile) * BigInt(tiles);
  return {
    ...{ finality, tiles, tilesPerLot, lots, attesters, finalityClass },
    sampleTiles:
      attesters > 0
        ? Math.min(tilesPerLot, Math.max(leastSample, Math.ceil(tilesPerLot / tilesPerSample)))
        : 0,
    width: picture.width * scale,
    height: picture.height * scale,
    minPriceWei: (maxPriceWei * openingPercent) / 100n,
    maxPriceWei,
    rampSeconds,
    claimSeconds,
    // Room for every lot to fail once.
    deadlineSeconds: patienceSeconds + 2 * spans * span,
    estimateSeconds: Math.ceil(computeSeconds + spans * (decisionSeconds + overheadSeconds)),
  };
}

function tilesPerLotOf(tiles: number, secondsPerTile: number): number {
  const { least, most } = tilesPerLotRange;
  const usual = Math.min(most, Math.max(least, Math.floor(usualLotSeconds / secondsPerTile)));
  return tiles <= usual * largestSingleLot ? tiles : Math.max(usual, Math.ceil(tiles / maxTileLots));
}

function perTileMaxWei(secondsPerTile: number): bigint {
  const units = Math.round((secondsPerTile * weiPerCpuSecond) / Number(tileUnitWei));
  return BigInt(Math.max(units, leastTileUnits)) * tileUnitWei;
}

/** Whether one job takes a picture of this size. */
export function fitsJob(service: QuotedService, { width, height, hasAlpha }: Picture): boolean {
  const { kind, scale, tileCore } = service;
  if (kind === generating && Math.max(width, height) > maxGeneratedSide) return false;
  const tiles = tileCount({ width, height, hasAlpha }, tileCore);
  return tiles <= maxTilesPerLot * maxTileLots && width * height * scale ** 2 <= maxOutputPixels;
}

function requireSize(service: QuotedService, picture: Picture): void {
  if (fitsJob(service, picture)) return;
  const { width, height, hasAlpha } = picture;
  const largest = largestAlike(service, picture);
  const result = `${largest.width * service.scale} × ${largest.height * service.scale}`;
  fail(
    "PICTURE_TOO_LARGE",
    service.kind === generating
      ? `${width} × ${height} is too large: no side may be longer than ${maxGeneratedSide} pixels.`
      : `${width} × ${height}${hasAlpha ? " with transparency" : ""} is too large for this service. ` +
          `The largest picture of this shape is ${largest.width} × ${largest.height}, which becomes ${result}.`,
  );
}

/** The largest picture of the same shape, as near as whole pixels come, that fits. */
export function largestAlike(service: QuotedService, { width, height, hasAlpha }: Picture): Picture {
  const longest = Math.max(width, height);
  const sized = (long: number): Picture => {
    const across = (side: number) => Math.max(1, Math.floor((side * long) / longest));
    return { width: across(width), height: across(height), hasAlpha };
  };
  let [good, bad] = [1, longest];
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (fitsJob(service, sized(middle))) good = middle;
    else bad = middle;
  }
  return sized(good);
}
