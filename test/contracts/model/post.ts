import { zeroAddress, zeroHash } from "viem";
import { termsHash, workHash } from "./digests.ts";
import { cutOf, maxPriceOfAll, tileLotsOf } from "./money.ts";
import { JobState, type Order, type Posting, type Terms, type Work } from "./records.ts";
import { refuse } from "./revert.ts";
import { windowsOf } from "./windows.ts";
import type { Context, World } from "./world.ts";

const day = 86_400;
export const maxBatch = 65;

export function post(world: World, call: Context, order: Order, work: Work, inputCid: string): void {
  refuseWhilePaused(world);
  refuseOtherValue(call, order.maxPrice);
  world.moveEther(call.from, call.value);
  postOne(world, call, { order, work, inputCid });
}

export function postMany(world: World, call: Context, postings: readonly Posting[]): void {
  refuseBatch(postings.length);
  refuseWhilePaused(world);
  refuseOtherValue(
    call,
    postings.reduce((sum, { order }) => sum + order.maxPrice, 0n),
  );
  world.moveEther(call.from, call.value);
  for (const posting of postings) postOne(world, call, posting);
}

export function refuseBatch(length: number): void {
  if (length === 0) refuse("BatchIsEmpty");
  if (length > maxBatch) refuse("BatchTooLarge", length, maxBatch);
}

function refuseWhilePaused(world: World): void {
  if (world.total("postingPaused") !== 0n) refuse("PostingIsPaused");
}

function refuseOtherValue({ value }: Context, wants: bigint): void {
  if (value !== wants) refuse("WrongValue", value, wants);
}

function postOne(world: World, call: Context, { order, work, inputCid }: Posting): void {
  const tileCore = world.settings.tileCores.get(work.serviceId);
  if (tileCore === undefined) refuse("UnknownService", work.serviceId);
  refuseMoney(order);
  refuseToken(world, order);
  refuseWork(work);
  const tiles = tilesOf(work, tileCore);
  refuseLots(order, tiles);
  refuseTimes(world, call.now, order, tiles);
  const cidBytes = new TextEncoder().encode(inputCid).length;
  if (cidBytes < 46 || cidBytes > 100) refuse("CidLengthOutOfRange", cidBytes, 46, 100);

  const terms: Terms = {
    artist: call.from,
    postedAt: call.now,
    tiles: Number(tiles),
    workHash: workHash(work),
    order,
  };
  const jobId = world.total("jobCount") + 1n;
  world.totals.set("jobCount", jobId);
  world.jobs.set(jobId, {
    state: JobState.Live,
    finalLots: 0,
    assemblyOpenedAt: 0,
    termsHash: termsHash(terms),
  });
  call.emitted.push({ event: "Posted", args: { jobId, artist: call.from, terms, work, inputCid } });
}

function refuseMoney({ minPrice, maxPrice, rampSeconds }: Order): void {
  if (maxPrice === 0n || minPrice > maxPrice || maxPrice > maxPriceOfAll)
    refuse("PriceOutOfRange", minPrice, maxPrice, maxPriceOfAll);
  if (rampSeconds === 0) refuse("RampIsZero");
}

function refuseToken({ settings }: World, order: Order): void {
  const { recipient, royaltyBps, royaltyReceiver, operatorShareBps } = order;
  if (recipient === zeroAddress) refuse("RecipientRefused", recipient);
  if (royaltyBps > 1000) refuse("RoyaltyTooHigh", royaltyBps, 1000);
  if (royaltyBps !== 0 && royaltyReceiver === zeroAddress) refuse("RoyaltyReceiverMissing");
  if (operatorShareBps > 500) refuse("OperatorShareTooHigh", operatorShareBps, 500);
  if (recipient === settings.escrow || recipient === settings.art) refuse("RecipientRefused", recipient);
}

function refuseWork({ width, height, inputRoot, inputDigest, cardDigest }: Work): void {
  if (width === 0 || height === 0) refuse("PictureIsEmpty", width, height);
  if ([inputRoot, inputDigest, cardDigest].includes(zeroHash)) refuse("DigestIsZero");
}

export function tilesOf({ width, height, hasAlpha }: Work, tileCore: number): bigint {
  const along = (pixels: number) => BigInt(Math.ceil(pixels / tileCore));
  return along(width) * along(height) * (hasAlpha ? 2n : 1n);
}

function refuseLots({ tilesPerLot, sampleTiles, attesters }: Order, tiles: bigint): void {
  if (tilesPerLot === 0 || tilesPerLot > 128) refuse("TilesPerLotOutOfRange", tilesPerLot, 128);
  const lots = tileLotsOf(tiles, tilesPerLot);
  if (lots > 64n) refuse("TooManyLots", lots, 64);
  if (sampleTiles > tilesPerLot) refuse("SampleTooLarge", sampleTiles, tilesPerLot);
  if (attesters > 5) refuse("TooManyAttesters", attesters, 5);
  if (attesters > 0 && sampleTiles === 0) refuse("SampleIsZero");
}

function refuseTimes({ settings }: World, now: number, order: Order, tiles: bigint): void {
  const { finalityClass, claimSeconds, deadline, tilesPerLot } = order;
  const { classes, claimPace } = settings;
  if (finalityClass >= classes.length) refuse("UnknownClass", finalityClass, classes.length);
  const largestLot = Math.min(Number(tiles), tilesPerLot);
  const shortest = claimPace.baseSeconds + claimPace.secondsPerTile * largestLot;
  if (claimSeconds < shortest) refuse("ClaimTooShort", claimSeconds, shortest);
  const latest = now + 90 * day;
  if (deadline > latest) refuse("DeadlineTooFar", deadline, latest);
  const { tileLots } = cutOf({ tiles: Number(tiles), order } as Terms);
  const earliest = now + windowsOf(settings, order).span * (tileLots > 1 ? 2 : 1);
  if (deadline < earliest) refuse("DeadlineTooNear", deadline, earliest);
}
