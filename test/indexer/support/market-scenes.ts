import { zeroAddress, zeroHash } from "viem";
import { dev } from "./chain-client.ts";
import { eth, farAway, type MarketPlay } from "./market-play.ts";

const hour = 3_600;

/** What happens on the market to the works 1 to 8, which are the artist's at first. */
export const scenes: readonly { title: string; run: (market: MarketPlay) => Promise<unknown> }[] = [
  {
    title: "a work is listed, listed anew at another price and bought",
    async run(market) {
      await market.approve(1n);
      await market.list(1n, eth("1"));
      await market.list(1n, eth("2"));
      await market.buy(1n, eth("2"));
    },
  },
  {
    title: "a listing is taken back, and another dies with a transfer and is cleared away",
    async run(market) {
      await market.list(2n, eth("1"));
      await market.call(dev.artist, "unlist", [market.art, 2n]);
      await market.list(2n, eth("3"));
      await market.send(dev.artist, dev.collector.address, 2n);
      await market.send(dev.collector, dev.artist.address, 2n);
      await market.call(dev.artist, "unlist", [market.art, 2n]);
    },
  },
  {
    title: "the buyer lists again, for longer than somebody's patience",
    async run(market) {
      await market.approveAll(dev.collector);
      const { timestamp } = await market.play.client.getBlock();
      await market.list(1n, eth("5"), dev.collector, Number(timestamp) + hour);
      await market.play.pass(hour);
    },
  },
  {
    title: "offers are made, raised, canceled, made again and accepted",
    async run(market) {
      const offer = (amount: string, who = dev.collector) =>
        market.call(who, "makeOffer", [market.art, 3n, farAway], eth(amount));
      await offer("1");
      await offer("0.5");
      await offer("4", dev.doubter);
      await market.call(dev.collector, "cancelOffer", [market.art, 3n, dev.collector.address]);
      await offer("3");
      await market.approve(3n);
      const args = [market.art, 3n, dev.collector.address, eth("3"), dev.checker.address, 1_000] as const;
      await market.call(dev.artist, "acceptOffer", args);
    },
  },
  {
    title: "an auction is opened twice, bid for by two and settled",
    async run(market) {
      await market.approve(4n);
      await market.call(dev.artist, "openAuction", [4n, eth("1"), hour]);
      await market.call(dev.artist, "openAuction", [4n, eth("2"), hour]);
      await market.list(4n, eth("9"));
      await market.call(dev.collector, "bid", [4n], eth("2"));
      await market.play.pass(hour - 60);
      await market.call(dev.doubter, "bid", [4n], eth("2.5"));
      await market.play.pass(hour);
      await market.call(dev.checker, "settle", [4n]);
    },
  },
  {
    title: "one auction is canceled, one dies with a transfer, and one runs",
    async run(market) {
      await market.call(dev.artist, "openAuction", [5n, eth("1"), hour]);
      await market.call(dev.artist, "cancelAuction", [5n]);
      await market.call(dev.artist, "openAuction", [5n, eth("1"), hour]);
      await market.send(dev.artist, dev.doubter.address, 5n);
      await market.call(dev.artist, "cancelAuction", [5n]);
      await market.approve(6n);
      await market.call(dev.artist, "openAuction", [6n, eth("1"), hour]);
      await market.call(dev.collector, "bid", [6n], eth("1"));
    },
  },
  {
    title: "a bidder who takes no money is outbid, and takes home later what is due",
    run: (market) =>
      market.whileRefusing(dev.collector, () => market.call(dev.doubter, "bid", [6n], eth("1.5"))),
  },
  {
    title: "what was due is taken home",
    run: (market) => market.call(dev.collector, "withdraw", [dev.checker.address]),
  },
  {
    title: "tokens of another collection with the numbers of ours are listed, wanted and sold",
    async run(market) {
      const foreign = await market.foreignToken(dev.checker, 1n);
      await market.call(dev.checker, "list", [foreign, 1n, eth("0.0001"), farAway, 0]);
      await market.call(dev.collector, "makeOffer", [foreign, 2n, farAway], eth("0.0001"));
      const args = [foreign, 1n, eth("0.0001"), dev.doubter.address, zeroAddress] as const;
      await market.call(dev.doubter, "buy", args, eth("0.0001"));
      const other = await market.foreignToken(dev.checker, 8n);
      await market.call(dev.checker, "list", [other, 8n, eth("0.0001"), farAway, 0]);
    },
  },
  {
    title: "a signed listing and a signed offer are used, and nonces are canceled",
    async run(market) {
      await market.approve(7n);
      const listing = {
        seller: dev.artist.address,
        collection: market.art,
        tokenId: 7n,
        price: eth("1"),
        startsAt: 0,
        expiresAt: farAway,
        transfers: 0,
        referrerBps: 0,
        nonce: 300n,
      };
      const signature = await dev.artist.signTypedData({
        domain: market.domain,
        primaryType: "Listing",
        types: {
          Listing: [
            { name: "seller", type: "address" },
            { name: "collection", type: "address" },
            { name: "tokenId", type: "uint256" },
            { name: "price", type: "uint96" },
            { name: "startsAt", type: "uint40" },
            { name: "expiresAt", type: "uint40" },
            { name: "transfers", type: "uint32" },
            { name: "referrerBps", type: "uint16" },
            { name: "nonce", type: "uint256" },
          ],
        },
        message: listing,
      });
      const buyer = dev.doubter;
      const args = [listing, signature, eth("1"), buyer.address, zeroAddress] as const;
      await market.call(buyer, "buySigned", args, eth("1"));

      await market.wrap(dev.collector, eth("2"));
      const offer = {
        maker: dev.collector.address,
        collection: market.art,
        tokensRoot: zeroHash,
        amount: eth("2"),
        expiresAt: farAway,
        nonce: 7n,
      };
      const offered = await dev.collector.signTypedData({
        domain: market.domain,
        primaryType: "Offer",
        types: {
          Offer: [
            { name: "maker", type: "address" },
            { name: "collection", type: "address" },
            { name: "tokensRoot", type: "bytes32" },
            { name: "amount", type: "uint96" },
            { name: "expiresAt", type: "uint40" },
            { name: "nonce", type: "uint256" },
          ],
        },
        message: offer,
      });
      await market.approve(7n, buyer);
      await market.call(buyer, "acceptSignedOffer", [offer, offered, 7n, [], eth("2"), zeroAddress, 0]);
      await market.call(dev.artist, "cancelNonces", [1n, 6n]);
    },
  },
  {
    title: "one work is for sale, and one is listed that the market may not move",
    async run(market) {
      await market.approve(8n);
      await market.list(8n, eth("4"));
      await market.list(2n, eth("0.001"));
    },
  },
];
