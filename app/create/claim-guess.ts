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

function median(values: readonly bigint[]): bigint | undefined {
  return [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))[Math.floor(values.length / 2)];
}

/**
 * Guesses when the rising price reaches what nodes took lately for each tile.
 * @returns undefined without any claim to go by
 */
export function guessClaim(offer: Offered, claims: readonly ClaimView[]): ClaimGuess | undefined {
  const usual = median(claims.map(({ weiPerTile }) => weiPerTile));
  if (usual === undefined) return undefined;
  const forTiles = usual * BigInt(offer.tiles);
  const jobPrice = offer.lots === 1 ? forTiles : (forTiles * 100n) / tilesPercent;
  const range = offer.maxPriceWei - offer.minPriceWei;
  const rise = jobPrice - offer.minPriceWei;
  const ramp = BigInt(offer.rampSeconds);
  const reached = rise <= 0n || range === 0n ? 0n : (rise * ramp) / range;
  return { openSeconds: Number(reached > ramp ? ramp : reached), claims: claims.length };
}
