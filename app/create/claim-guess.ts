import type { ClaimView } from "../_data/recent-claims.ts";

type Offered = {
  tiles: number;
  lots: number;
  minPriceWei: bigint;
  maxPriceWei: bigint;
  rampSeconds: number;
};

/** When a job will probably be claimed, going by the last claims: seconds after the post. */
export type ClaimGuess = { openSeconds: number; claims: number };

/** Of a job with several lots, what is left for the tiles. */
const tilesPercent = 95n;

/** Taken so soon, the price was enough, but nobody knows whether less would have been. */
const atOnceSeconds = 3;

function median(values: readonly bigint[]): bigint | undefined {
  return [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))[Math.floor(values.length / 2)];
}

/**
 * Guesses when the rising price reaches what nodes took lately for each tile: at once where they mostly did not wait
 * for it to rise. Small jobs cost more a tile, so their price would have large ones wait for nothing.
 * @returns undefined without any claim to go by
 */
export function guessClaim(offer: Offered, claims: readonly ClaimView[]): ClaimGuess | undefined {
  const usual = median(claims.map(({ weiPerTile }) => weiPerTile));
  if (usual === undefined) return undefined;
  const prompt = claims.filter(({ openSeconds }) => openSeconds <= atOnceSeconds);
  if (prompt.length * 2 > claims.length) return { openSeconds: 0, claims: claims.length };
  const forTiles = usual * BigInt(offer.tiles);
  const jobPrice = offer.lots === 1 ? forTiles : (forTiles * 100n) / tilesPercent;
  const range = offer.maxPriceWei - offer.minPriceWei;
  const rise = jobPrice - offer.minPriceWei;
  const ramp = BigInt(offer.rampSeconds);
  const reached = rise <= 0n || range === 0n ? 0n : (rise * ramp) / range;
  return { openSeconds: Number(reached > ramp ? ramp : reached), claims: claims.length };
}
