import { noClaim, noSubmission } from "@graphiti/protocol/terms.ts";
import { type Hash, maxUint256, zeroAddress } from "viem";
import { mintJob } from "./jobs.ts";
import { setMarketStage } from "./market.ts";
import { listingOf, offerOf, signOrder } from "./market-orders.ts";

/**
 * The market's calls as somebody meets them who has bought here before: a work that has been sold once, a royalty to
 * its artist, no fee, which is what is deployed.
 */
export async function measureMarket(): Promise<Record<string, number>> {
  const stage = await setMarketStage({ feeBps: 0 });
  const { art, market, weth, seller, buyer, rival, token, otherToken, price, expiresAt } = stage;
  const gas: Record<string, number> = {};
  const note = async (scenario: string, hash: Promise<Hash>) => {
    gas[scenario] = Number((await stage.receipt(await hash)).gasUsed);
  };
  const list = (tokenId: bigint, { account } = seller) =>
    market.write.list([art.address, tokenId, price, expiresAt, 0], { account });
  const buy = (tokenId: bigint, { account } = buyer) =>
    market.write.buy([art.address, tokenId, price, account.address, zeroAddress], { account, value: price });
  // Nobody's first sale: both works have moved, and the buyer has one.
  await art.write.setApprovalForAll([market.address, true], { account: rival.account });
  for (const tokenId of [token, otherToken]) {
    await list(tokenId);
    await buy(tokenId, rival);
    await art.write.transferFrom([rival.account.address, seller.account.address, tokenId], {
      account: rival.account,
    });
  }
  await list(otherToken);
  await buy(otherToken);

  await note("market: list", list(token));
  await note("market: unlist", market.write.unlist([art.address, token], { account: seller.account }));
  await list(token);
  await note("market: buy", buy(token));

  const giveBack = async () =>
    art.write.transferFrom([buyer.account.address, seller.account.address, token], {
      account: buyer.account,
    });
  const transfers = async () => Number(await art.read.transferCount([token]));
  const signedSale = async (nonce: bigint) => {
    const message = listingOf(stage, { transfers: await transfers(), nonce });
    const signature = await signOrder(stage, { primaryType: "Listing", message });
    return market.write.buySigned([message, signature, price, buyer.account.address, zeroAddress], {
      account: buyer.account,
      value: price,
    });
  };
  await giveBack();
  await signedSale(0n);
  await giveBack();
  await note("market: signed buy", signedSale(1n));

  const { account } = buyer;
  await giveBack();
  await note(
    "market: ether offer",
    market.write.makeOffer([art.address, token, expiresAt], { account, value: price }),
  );
  await note(
    "market: accept an ether offer",
    market.write.acceptOffer([art.address, token, account.address, price, zeroAddress, 0], {
      account: seller.account,
    }),
  );
  await giveBack();
  await market.write.makeOffer([art.address, token, expiresAt], { account, value: price });
  await note(
    "market: cancel an offer",
    market.write.cancelOffer([art.address, token, account.address], { account }),
  );

  await weth.write.deposit({ account, value: 10n * price });
  await weth.write.approve([market.address, maxUint256], { account });
  for (const nonce of [0n, 1n]) {
    const message = offerOf(stage, { nonce });
    const signature = await signOrder(stage, { primaryType: "Offer", message });
    const args = [message, signature, token, [], price, zeroAddress, 0] as const;
    await note(
      "market: accept a signed offer",
      market.write.acceptSignedOffer(args, { account: seller.account }),
    );
    await giveBack();
  }

  await note(
    "market: open an auction",
    market.write.openAuction([token, price, 86_400], { account: seller.account }),
  );
  const bid = (value: bigint, from = buyer) => market.write.bid([token], { account: from.account, value });
  await note("market: first bid", bid(price));
  await note("market: bid", bid(2n * price, rival));
  await stage.nextAt((await market.read.auctionOf([token])).endsAt - 60);
  await note("market: bid that extends", bid(3n * price));
  await stage.nextAt((await market.read.auctionOf([token])).endsAt);
  await note("market: settle", market.write.settle([token], { account: rival.account }));

  const { job } = await mintJob(stage, { order: { operatorShareBps: 500 } });
  const taking = [job.terms, job.lotId, noClaim, noSubmission] as const;
  for (const _ of [1, 2]) {
    await list(job.jobId);
    await note("market: buy with a share", buy(job.jobId));
    await note("market: take a share", market.write.takeShare(taking, { account: rival.account }));
    await art.write.transferFrom([account.address, seller.account.address, job.jobId], { account });
  }
  return gas;
}
