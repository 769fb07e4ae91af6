import assert from "node:assert/strict";
import { type Address, zeroAddress } from "viem";
import { getToken } from "../../../app/_data/tokens.ts";
import type { MarketPlay } from "./market-play.ts";
import { type MarketRows, readMarket, readTrader } from "./market-reads.ts";

/** Holds everything that the index says of the market against what the contracts say. */
export async function assertSameMarket(
  market: MarketPlay,
  works: number,
  accounts: readonly Address[],
): Promise<void> {
  const rows = await readMarket();
  for (let tokenId = 1n; tokenId <= works; tokenId++) {
    await assertWork(market, tokenId, rows);
    for (const account of accounts) {
      await assertListing(market, tokenId, account, rows);
      await assertOffer(market, tokenId, account, rows);
    }
  }
  for (const account of accounts) await assertAccount(market, account, rows);
}

const artRead = (market: MarketPlay, functionName: "transferCount" | "ownerOf" | "getApproved", id: bigint) =>
  market.play.client.readContract({ ...market.play.art, functionName, args: [id] });

async function assertWork(market: MarketPlay, tokenId: bigint, { auctions }: MarketRows): Promise<void> {
  const token = await getToken(String(tokenId));
  assert(token, `work ${tokenId} is indexed`);
  const standing = token.market;
  assert.equal(token.owner, await artRead(market, "ownerOf", tokenId));
  assert.equal(BigInt(standing.transfers), await artRead(market, "transferCount", tokenId));
  assert.equal(standing.approved ?? zeroAddress, await artRead(market, "getApproved", tokenId));
  const kept = await market.read("auctionOf", [tokenId]);
  const hasMoved = kept.bidder === zeroAddress && kept.transfers !== standing.transfers;
  const stands = kept.seller !== zeroAddress && !hasMoved;
  assert.equal(standing.auction !== undefined, stands, `auction of ${tokenId}`);
  if (!stands) return;
  const auction = auctions.find(({ id }) => id === standing.auction?.auctionId);
  assert(auction);
  const { seller, amount, bidder = zeroAddress, endsAt = 0, transfers, durationSeconds } = auction;
  assert.deepEqual(
    { seller, amount: BigInt(amount), bidder, endsAt, transfers, durationSeconds },
    kept,
    `auction of ${tokenId}`,
  );
  assert.equal(auction.ladder.length, auction.bids);
  assert.equal(auction.ladder[0]?.amount ?? auction.reserve, amount);
}

async function assertListing(
  market: MarketPlay,
  tokenId: bigint,
  seller: Address,
  { listings }: MarketRows,
): Promise<void> {
  const kept = await market.read("listingOf", [market.art, tokenId, seller]);
  const stands =
    kept.price > 0n && BigInt(kept.transfers) === (await artRead(market, "transferCount", tokenId));
  const newest = listings.find((row) => row.tokenId === String(tokenId) && row.seller === seller);
  assert.equal(newest?.state === "open", stands, `listing of ${seller} for ${tokenId}`);
  if (!stands || !newest) return;
  const { price, expiresAt, transfers, referrerBps } = newest;
  assert.deepEqual({ price: BigInt(price), expiresAt, transfers, referrerBps }, kept);
  assert.equal((await getToken(String(tokenId)))?.market.listing?.priceWei, price);
}

async function assertOffer(market: MarketPlay, tokenId: bigint, maker: Address, { offers }: MarketRows) {
  const kept = await market.read("offerOf", [market.art, tokenId, maker]);
  const open = offers.filter(
    (row) => row.tokenId === String(tokenId) && row.maker === maker && row.state === "open",
  );
  assert.deepEqual(
    open.map(({ amount, expiresAt }) => ({ amount: BigInt(amount), expiresAt })),
    kept.amount > 0n ? [kept] : [],
    `offer of ${maker} for ${tokenId}`,
  );
}

async function assertAccount(market: MarketPlay, account: Address, { nonceWords }: MarketRows) {
  const trader = await readTrader(account);
  assert.equal(trader?.credit ?? "0", String(await market.read("creditOf", [account])));
  const { client, art } = market.play;
  const args = [account, market.market.address] as const;
  assert.equal(
    trader?.isApproved ?? false,
    await client.readContract({ ...art, functionName: "isApprovedForAll", args }),
  );
  for (const wordIndex of [0n, 1n]) {
    const row = nonceWords.find((each) => each.account === account && each.wordIndex === String(wordIndex));
    assert.equal(row?.mask ?? "0", String(await market.read("nonceWord", [account, wordIndex])));
  }
}
