import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { exploreTokens } from "../../app/_data/explore.ts";
import type { Wish } from "../../app/_data/explore-wish.ts";
import { collectionFigures, royaltiesOf, saleStatesNow } from "../../app/_data/market-figures.ts";
import { operatorShares, shareOfWork } from "../../app/_data/operator-shares.ts";
import type { SaleState } from "../../app/_data/sale-state.ts";
import { getToken, listTokens } from "../../app/_data/tokens.ts";
import { dev } from "./support/chain-client.ts";
import { assertSameMarket } from "./support/compare-market.ts";
import { eth, MarketPlay } from "./support/market-play.ts";
import { readMarket, stepsOf } from "./support/market-reads.ts";
import { scenes } from "./support/market-scenes.ts";
import { Stage } from "./support/stage.ts";

const works = 8;
const accounts = [dev.artist, dev.collector, dev.doubter, dev.checker].map(({ address }) => address);

let stage: Stage;
let market: MarketPlay;

before(async () => {
  stage = await Stage.open();
  market = new MarketPlay(stage.play);
  await stage.play.becomeOperator();
  for (let minted = 0; minted < works; minted++) await stage.play.mint();
  await stage.startIndexer();
});

after(() => stage[Symbol.asyncDispose]());

for (const { title, run } of scenes)
  test(`the index equals the market when ${title}`, async () => {
    await run(market);
    await stage.indexed();
    await assertSameMarket(market, works, accounts);
  });

test("a dead listing or auction tells what it died of, once", async () => {
  const { listings, auctions } = await readMarket();
  const statesOf = (rows: { tokenId: string; state: string }[], id: string) =>
    rows.filter(({ tokenId }) => tokenId === id).map(({ state }) => state);
  assert.deepEqual(statesOf(listings, "1"), ["open", "sold", "replaced"]);
  assert.deepEqual(statesOf(listings, "2"), ["open", "moved", "unlisted"]);
  assert.deepEqual(statesOf(listings, "4"), ["moved"], "the first bid moves the work");
  assert.deepEqual(statesOf(auctions, "4"), ["settled", "replaced"]);
  assert.deepEqual(statesOf(auctions, "5"), ["moved", "canceled"]);
  assert(listings.every(({ state, endedHash }) => (state === "open") === (endedHash === undefined)));
});

test("another collection's tokens leave no trace on the works of their numbers", async () => {
  assert.equal((await getToken("1"))?.market.lastSale?.priceWei, String(eth("2")));
  assert.equal((await getToken("8"))?.market.listing?.priceWei, String(eth("4")));
});

test("a work's history is in the order of the chain", async () => {
  assert.deepEqual(await stepsOf(market.art, "1"), ["listed", "listed", "transferred", "sold", "listed"]);
  assert.deepEqual(
    await stepsOf(market.art, "2"),
    ["listed", "unlisted", "listed", "transferred", "transferred", "listed"],
    "a listing that was dead is not taken back again",
  );
  assert.deepEqual(await stepsOf(market.art, "4"), [
    "auctionOpened",
    "auctionOpened",
    "listed",
    "bid",
    "transferred",
    "bid",
    "transferred",
    "sold",
  ]);
});

test("a sale tells what of the price went to whom", async () => {
  const { sales } = await readMarket();
  const [signed, , auctioned, offered] = sales;
  assert.deepEqual(
    [signed?.kind, signed?.royaltyReceiver, signed?.royalty],
    ["signedOffer", dev.artist.address, String(eth("0.1"))],
  );
  assert.deepEqual([auctioned?.kind, auctioned?.buyer], ["auction", dev.doubter.address]);
  assert.deepEqual(
    [offered?.kind, offered?.price, offered?.referrer, offered?.referral],
    ["offer", String(eth("3")), dev.checker.address, String(eth("0.3"))],
  );
});

test("figures leave out listings that nobody could buy from", async () => {
  const { floorWei, forSale, sales, volumeWei, holders } = await collectionFigures();
  // One is over, and one is of a work that the market may not move.
  assert.deepEqual([floorWei, forSale], [String(eth("4")), 1]);
  assert.equal(sales, 5);
  assert.equal(volumeWei, String(eth("10.5")));
  // Work 6 is in the market's hands, but still the artist's.
  assert.equal(holders, 3);
  assert.deepEqual(await royaltiesOf(dev.artist.address), { sales: 1, royaltiesWei: String(eth("0.1")) });
});

test("lists of works tell the price and the auction of each", async () => {
  const { items } = await listTokens();
  const found = new Map(items.map(({ tokenId, market: standing }) => [tokenId, standing]));
  assert.equal(found.get("8")?.listing?.priceWei, String(eth("4")));
  assert.equal(found.get("8")?.approved, market.market.address);
  assert.equal(found.get("6")?.auction?.state, "running");
  assert.equal(found.get("4")?.lastSale?.priceWei, String(eth("2.5")));
});

function costOf(sale: SaleState | undefined): bigint | undefined {
  if (!sale) return undefined;
  if (sale.kind === "price") return BigInt(sale.priceWei);
  return BigInt(sale.kind === "auctionOpen" ? sale.reserveWei : sale.highestWei);
}

const found = async (wish: Partial<Wish>, page = { skip: 0, take: 50 }) => {
  const { tokens, total } = await exploreTokens({ sort: "newest", ...wish }, page);
  return { ids: tokens.map(({ tokenId }) => tokenId), total };
};

test("works are found by how they are for sale, and what they cost", async () => {
  const now = await saleStatesNow();
  const { items } = await listTokens({ limit: works });
  const isFor = (...kinds: (string | undefined)[]) =>
    items.filter(({ market }) => kinds.includes(now(market)?.kind)).map(({ tokenId }) => tokenId);
  const priced = isFor("price");
  const auctioned = isFor("auctionOpen", "auctionRuns", "auctionOver");
  assert.ok(priced.length > 0 && auctioned.length > 0, "the scenes leave both");
  assert.deepEqual((await found({ sale: "price" })).ids, priced);
  assert.deepEqual((await found({ sale: "auction" })).ids, auctioned);
  assert.deepEqual((await found({ sale: "any" })).total, new Set([...priced, ...auctioned]).size);
  const costs = new Map(items.map(({ tokenId, market }) => [tokenId, costOf(now(market))]));
  const cheapest = (await found({ sale: "any", sort: "cheapest" })).ids.map((id) => costs.get(id));
  assert.deepEqual(
    cheapest,
    [...cheapest].sort((a, b) => Number((a ?? 0n) - (b ?? 0n))),
  );
  const most = cheapest[0] as bigint;
  assert.ok((await found({ mostWei: most })).ids.every((id) => costs.get(id) === most));
  assert.equal((await found({ leastWei: most + 1n, mostWei: most })).total, 0);
});

test("works are found among some, and without others", async () => {
  assert.deepEqual(await found({ only: ["3", "7", "99"] }), { ids: ["7", "3"], total: 2 });
  assert.deepEqual(await found({ only: [] }), { ids: [], total: 0 });
  assert.deepEqual((await found({ without: ["3", "7", "99"] })).total, works - 2);
  assert.deepEqual(await found({ only: ["3", "7"], without: ["3"] }), { ids: ["7"], total: 1 });
  const { items } = await listTokens({ without: ["8", "6"] });
  assert.deepEqual(
    items.map(({ tokenId }) => tokenId),
    ["7", "5", "4", "3", "2", "1"],
  );
});

test("works are found by artist, service and size, a page at a time", async () => {
  assert.equal((await found({ artist: dev.artist.address })).total, works);
  assert.equal((await found({ artist: dev.doubter.address })).total, 0);
  assert.equal((await found({ serviceIds: [1] })).total, works);
  assert.equal((await found({ serviceIds: [2] })).total, 0);
  const [newest] = (await listTokens({ limit: 1 })).items;
  assert.ok(newest);
  const { job } = newest;
  const longest = 2 * Math.max(job.width, job.height);
  assert.equal((await found({ longest })).total, works);
  assert.equal((await found({ longest: longest + 1 })).total, 0);
  const { ids } = await found({ sort: "oldest" });
  assert.deepEqual(
    await found({}, { skip: works, take: 3 }),
    { ids: [], total: works },
    "beyond the last page",
  );
  assert.deepEqual(await found({ sort: "oldest" }, { skip: 2, take: 3 }), {
    ids: ids.slice(2, 5),
    total: works,
  });
});

test("the operators' share of a work is what its sales have put aside, less what was taken", async () => {
  const { jobId, terms } = await stage.play.mintLots({ tilesPerLot: 1, operatorShareBps: 400 });
  const lotId = jobId << 16n;
  await market.approve(jobId);
  await market.list(jobId, eth("1"));
  await market.buy(jobId, eth("1"));
  await stage.indexed();
  assert.equal((await readMarket()).sales[0]?.operatorShare, String(eth("0.04")));
  assert.deepEqual(await shareOfWork(String(jobId)), { accruedWei: String(eth("0.04")), takenWei: "0" });
  const part = { tokenId: String(jobId), tiles: 1, jobTiles: 2, accruedWei: String(eth("0.04")) };
  const lots = await operatorShares(dev.operator.address);
  assert.deepEqual(
    lots.map(({ lotId, dueWei }) => [lotId, dueWei]),
    [lotId + 1n, lotId].map((id) => [String(id), String(eth("0.02"))]),
  );
  assert.deepEqual(
    lots.map(({ tokenId, tiles, jobTiles, accruedWei }) => ({ tokenId, tiles, jobTiles, accruedWei })),
    [part, part],
  );
  const { claim, submission } = lots[1] ?? assert.fail("the second lot is missing");
  await market.call(dev.collector, "takeShare", [terms, lotId, claim, submission]);
  await stage.indexed();
  assert.equal((await shareOfWork(String(jobId))).takenWei, String(eth("0.02")));
  const left = await operatorShares(dev.operator.address);
  assert.deepEqual(
    left.map(({ lotId, dueWei }) => [lotId, dueWei]),
    [[String(lotId + 1n), String(eth("0.02"))]],
  );
  assert.deepEqual(await operatorShares(dev.checker.address), []);
});
