import { zeroAddress, zeroHash } from "viem";
import { cast, refuser } from "../cast.ts";
import { maxPriceOfAll, tileLotsOf } from "../money.ts";
import type { CallOperation } from "../operation.ts";
import { tilesOf } from "../post.ts";
import type { Order, Posting, Work } from "../records.ts";
import { windowsOf } from "../windows.ts";
import { anybody, callOf, type Scene, soon } from "./scene.ts";

const ether = 10n ** 18n;
const day = 86_400;

/** A job that the escrow takes: most are small, some tiny in price, a few as large as they may be. */
export function goodPosting(scene: Scene, at: number, wantsManyLots = false): Posting {
  const { random, world } = scene;
  const serviceId = random.pick([1, 2]);
  const core = world.settings.tileCores.get(serviceId) ?? 1;
  const hasAlpha = random.chance(20);
  const cut = wantsManyLots ? manyLots(scene, hasAlpha) : fewLots(scene, hasAlpha);
  const along = (tiles: number) => (tiles - 1) * core + random.between(1, core);
  const work: Work = {
    serviceId,
    width: along(cut.columns),
    height: along(cut.rows),
    hasAlpha,
    params: random.pick([zeroHash, random.hex(32)]),
    inputRoot: random.hex(32),
    inputDigest: random.hex(32),
    cardDigest: random.hex(32),
  };
  const tiles = cut.columns * cut.rows * (hasAlpha ? 2 : 1);
  const order = goodOrder(scene, at, tiles, cut.tilesPerLot, wantsManyLots);
  return { order, work, inputCid: `b${"a".repeat(random.pick([45, 58, 99]))}` };
}

function fewLots({ random }: Scene, hasAlpha: boolean) {
  const columns = random.between(1, 4);
  const rows = random.between(1, 3);
  const tiles = columns * rows * (hasAlpha ? 2 : 1);
  const lots = random.weighted([
    [35, 1],
    [30, 2],
    [20, 3],
    [15, random.between(4, 6)],
  ]);
  const exact = Math.max(1, Math.ceil(tiles / lots));
  return { columns, rows, tilesPerLot: lots === 1 ? random.pick([tiles, tiles, 128]) : exact };
}

/** As many lots as a job may have, the last of them shorter. */
function manyLots({ random }: Scene, hasAlpha: boolean) {
  const tilesPerLot = random.pick([1, 2]);
  const tiles = 64 * tilesPerLot;
  const planes = hasAlpha ? 2 : 1;
  return { columns: tiles / planes / 4, rows: 4, tilesPerLot };
}

function goodOrder(scene: Scene, at: number, tiles: number, tilesPerLot: number, isLarge: boolean): Order {
  const { random, world } = scene;
  const { settings } = world;
  const maxPrice = random.weighted([
    [22, 1n + random.wei(300n)],
    [55, 1n + random.wei(ether)],
    [16, 1n + random.wei(isLarge ? ether : 100n * ether)],
    [1, isLarge ? ether : maxPriceOfAll],
  ]);
  const { baseSeconds, secondsPerTile } = settings.claimPace;
  const shortest = baseSeconds + secondsPerTile * Math.min(tiles, tilesPerLot);
  const attesters = random.weighted([
    [isLarge ? 60 : 25, 0],
    [isLarge ? 40 : 22, 1],
    [isLarge ? 1 : 18, 2],
    [isLarge ? 1 : 15, 3],
    [isLarge ? 1 : 6, 4],
    [isLarge ? 1 : 14, 5],
  ]);
  const lowest = attesters > 0 ? 1 : 0;
  const order: Order = {
    deadline: 0,
    tilesPerLot,
    minPrice: random.chance(10) ? maxPrice : random.wei(maxPrice),
    maxPrice,
    rampSeconds: random.pick([1, 60, 600, random.between(1, 5_000)]),
    claimSeconds: shortest + random.pick([0, 40, random.between(0, 900)]),
    finalityClass: random.between(0, settings.classes.length - 1),
    attesters,
    sampleTiles: random.between(lowest, Math.min(tilesPerLot, 6)),
    recipient: random.pick([...cast.strangers, ...cast.artists, refuser]),
    royaltyBps: random.pick([0, 1000, random.between(1, 1000)]),
    royaltyReceiver: random.pick(cast.artists),
    operatorShareBps: random.pick([0, 0, 500, random.between(1, 500)]),
  };
  const spans = windowsOf(settings, order).span * (tiles > tilesPerLot ? 2 : 1);
  const slack = random.weighted([
    [8, 0],
    [20, random.between(0, 3_000)],
    [60, random.between(3_000, 60_000)],
    [2, 90 * day - spans],
  ]);
  return { ...order, deadline: at + spans + (isLarge ? 60 * day : slack) };
}

const over = 2n ** 96n - 1n;

/** One thing wrong with a posting; each is what some check is there for. */
const faults: readonly ((posting: Posting, scene: Scene, at: number) => void)[] = [
  ({ work }) => {
    work.serviceId = 9;
  },
  ({ order }) => {
    order.maxPrice = 0n;
  },
  ({ order }) => {
    order.minPrice = order.maxPrice + 1n;
  },
  ({ order }, { random }) => {
    order.maxPrice = random.pick([maxPriceOfAll + 1n, over]);
  },
  ({ order }) => {
    order.rampSeconds = 0;
  },
  ({ order }, { random, world }) => {
    order.recipient = random.pick([zeroAddress, world.settings.escrow, world.settings.art]);
  },
  ({ order }) => {
    order.royaltyBps = 1001;
  },
  ({ order }) => {
    order.royaltyReceiver = zeroAddress;
  },
  ({ order }) => {
    order.operatorShareBps = 501;
  },
  ({ work }, { random }) => {
    work[random.pick(["width", "height"] as const)] = 0;
  },
  ({ work }, { random }) => {
    work[random.pick(["inputRoot", "inputDigest", "cardDigest"] as const)] = zeroHash;
  },
  ({ order }, { random }) => {
    order.tilesPerLot = random.pick([0, 129]);
  },
  ({ order, work }, { random }) => {
    order.tilesPerLot = 1;
    work.hasAlpha = false;
    work.width = random.pick([65, 64]) * (work.serviceId === 1 ? 512 : 100);
    work.height = 1;
  },
  ({ order }) => {
    order.sampleTiles = order.tilesPerLot + 1;
  },
  ({ order }) => {
    order.attesters = 6;
    order.sampleTiles = 1;
  },
  ({ order }) => {
    order.attesters = 1;
    order.sampleTiles = 0;
  },
  ({ order }, { world }) => {
    order.finalityClass = world.settings.classes.length;
  },
  ({ order }) => {
    order.claimSeconds -= 41;
  },
  ({ order }, _, at) => {
    order.deadline = at + 90 * day + 1;
  },
  ({ order, work }, { world }, at) => {
    const tiles = tilesOf(work, world.settings.tileCores.get(work.serviceId) ?? 1);
    const spans = tileLotsOf(tiles, order.tilesPerLot) > 1n ? 2 : 1;
    order.deadline = at + windowsOf(world.settings, order).span * spans - 1;
  },
  (posting, { random }) => {
    posting.inputCid = "b".repeat(random.pick([0, 45, 101]));
  },
];

function withFault(scene: Scene, posting: Posting, at: number): Posting {
  scene.random.pick(faults)(posting, scene, at);
  return posting;
}

export function makePost(scene: Scene, wantsManyLots = false): CallOperation {
  const { random } = scene;
  const at = soon(scene);
  const isGood = wantsManyLots || random.chance(70);
  const good = goodPosting(scene, at, wantsManyLots);
  const { order, work, inputCid } = isGood ? good : withFault(scene, good, at);
  const value = random.chance(3) ? random.pick([0n, order.maxPrice + 1n]) : order.maxPrice;
  const from = random.chance(95) ? random.pick(cast.artists) : anybody(scene);
  return callOf("post", from, [order, work, inputCid], at, value);
}

export function makePostMany(scene: Scene): CallOperation {
  const { random } = scene;
  const at = soon(scene);
  const size = random.weighted([
    [20, 1],
    [50, random.between(2, 3)],
    [8, 0],
    [5, 66],
  ]);
  const postings = Array.from({ length: size }, () => goodPosting(scene, at));
  if (size === 66) postings.fill(postings[0] as Posting);
  // The same job twice: its terms then fit both.
  if (size > 1 && random.chance(30)) postings[1] = postings[0] as Posting;
  if (size > 0 && size < 66 && random.chance(15)) withFault(scene, random.pick(postings), at);
  const sum = postings.reduce((total, { order }) => total + order.maxPrice, 0n);
  const value = random.chance(8) ? sum + 1n : sum;
  return callOf("postMany", random.pick(cast.artists), [postings], at, value);
}
