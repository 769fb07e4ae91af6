import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { collectionFigures, royaltiesOf } from "../../app/_data/market-figures.ts";
import { listTokens } from "../../app/_data/tokens.ts";
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

test("a work's history is in the order of the chain", async () => {
  assert.deepEqual(await stepsOf("1"), ["listed", "listed", "transferred", "sold", "listed"]);
  assert.deepEqual(
    await stepsOf("2"),
    ["listed", "unlisted", "listed", "transferred", "transferred", "listed"],
    "a listing that was dead is not taken back again",
  );
  assert.deepEqual(await stepsOf("4"), [
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
