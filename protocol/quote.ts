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

/** Limits of the contract. */
const maxTilesPerLot = 128;
const maxTileLots = 64;
/** What nodes will join into one file, pixels. */
const maxOutputPixels = 256_000_000;

/** Smaller pictures are one lot; larger ones are cut, so that several nodes work side by side. */
const maxTilesInOneLot = 96;
const usualTilesPerLot = 64;
const attestersWhenChecked = 2;
/** One tile of so many is run again by each attester, and never less than two: see docs/economics.md. */
const tilesPerSample = 32;
const leastSample = 2;

/** What the calls for a lot cost its operator, about; those who check are paid a tenth. */
const perLotMaxWei: Record<Finality, bigint> = { checked: 120_000_000_000_000n, cheap: 60_000_000_000_000n };
const perTileMaxWei = 2_500_000_000_000n;
/** The price starts at this part of the highest and rises from there. */
const openingPercent = 40n;
const rampSeconds = 120;

/** Generous beside the contract's minimum, so that a slow node or a short outage is not a late one. */
const claimBaseSeconds = 120;
const claimSecondsPerTile = 10;
/** Time that the job may wait for a node before its first claim. */
const patienceSeconds = 600;

const secondsPerMegapixel = 16;
/** From the end of one step to the beginning of the next: blocks, storing, reading back. */
const overheadSeconds = 10;

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
 * @throws PICTURE_TOO_LARGE when the picture is more than a job can hold or a node will join
 */
export function quote(
  geometry: Geometry,
  picture: Picture,
  rules: EscrowRules,
  finality: Finality = "checked",
): Quote {
  const tiles = tileCount(picture, geometry.tileCore);
  requireSize(geometry, picture);
  const tilesPerLot =
    tiles <= maxTilesInOneLot ? tiles : Math.max(usualTilesPerLot, Math.ceil(tiles / maxTileLots));
  const shape = { tiles, tilesPerLot };
  const [lots, tileLots] = [lotCount(shape), tileLotCount(shape)];
  const attesters = finality === "checked" ? attestersWhenChecked : 0;
  const finalityClass = 0;
  const claimSeconds = Math.max(
    claimBaseSeconds + claimSecondsPerTile * tilesPerLot,
    rules.claimBaseSeconds + rules.claimSecondsPerTile * tilesPerLot,
  );
  const spans = lots === 1 ? 1 : 2;
  const span = lotSpanSeconds(rules, { finalityClass, claimSeconds, attesters });
  const { fastSeconds, windowSeconds } = classOf(rules, finalityClass);
  const planes = picture.hasAlpha ? 2 : 1;
  const computeSeconds = ((picture.width * picture.height * planes) / 1e6) * secondsPerMegapixel;
  const decisionSeconds = attesters > 0 ? fastSeconds + computeSeconds / tileLots / 4 : windowSeconds;
  const maxPriceWei = perLotMaxWei[finality] * BigInt(lots) + perTileMaxWei * BigInt(tiles);
  return {
    ...{ finality, tiles, tilesPerLot, lots, attesters, finalityClass },
    sampleTiles:
      attesters > 0
        ? Math.min(tilesPerLot, Math.max(leastSample, Math.ceil(tilesPerLot / tilesPerSample)))
        : 0,
    width: picture.width * geometry.scale,
    height: picture.height * geometry.scale,
    minPriceWei: (maxPriceWei * openingPercent) / 100n,
    maxPriceWei,
    rampSeconds,
    claimSeconds,
    // Room for every lot to fail once.
    deadlineSeconds: patienceSeconds + 2 * spans * span,
    estimateSeconds: Math.ceil(computeSeconds + spans * (decisionSeconds + overheadSeconds)),
  };
}

/** Tiles and pixels of the largest picture that one job takes. */
export function mostOf(geometry: Geometry, hasAlpha: boolean): { tiles: number; pixels: number } {
  const tiles = maxTilesPerLot * maxTileLots;
  const tilesPerPlane = tiles / (hasAlpha ? 2 : 1);
  const pixels = Math.min(tilesPerPlane * geometry.tileCore ** 2, maxOutputPixels / geometry.scale ** 2);
  return { tiles, pixels };
}

/** Whether a picture fits into one job. */
export function fitsJob(geometry: Geometry, picture: Picture): boolean {
  const most = mostOf(geometry, picture.hasAlpha);
  return tileCount(picture, geometry.tileCore) <= most.tiles && picture.width * picture.height <= most.pixels;
}

function requireSize(geometry: Geometry, picture: Picture): void {
  if (fitsJob(geometry, picture)) return;
  const { width, height, hasAlpha } = picture;
  fail(
    "PICTURE_TOO_LARGE",
    `${width} × ${height} is too large for one job: about ${Math.floor(mostOf(geometry, hasAlpha).pixels / 1e6)} megapixels` +
      `${hasAlpha ? " with transparency" : ""} are the most.`,
  );
}
