import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  listingArgument,
  listingToSign,
  offerArgument,
  offerToSign,
  type SignedListing,
  type SignedOffer,
  tokenProof,
  tokensRoot,
} from "@graphiti/protocol/market-orders.ts";
import { getAddress, zeroAddress } from "viem";
import { isolateTests, refused } from "./stage/expect.ts";
import { setMarketStage } from "./stage/market.ts";

const stage = await setMarketStage();
const { art, market, weth, seller, buyer, token, otherToken, price, expiresAt } = stage;
const domain = { chainId: stage.chainId, market: market.address };

describe("orders as galleries sign them", () => {
  isolateTests(stage);

  it("sells at a listing that was signed by the shared library, with every field set", async () => {
    const listing: SignedListing = {
      seller: getAddress(seller.account.address),
      collection: getAddress(art.address),
      tokenId: token.toString(),
      price: price.toString(),
      startsAt: "1",
      expiresAt: String(expiresAt),
      transfers: "0",
      referrerBps: "100",
      nonce: "1025",
    };
    const signature = await seller.signTypedData(listingToSign(domain, listing));
    const args = [listingArgument(listing), signature, price, buyer.account.address, zeroAddress] as const;
    await market.write.buySigned(args, { account: buyer.account, value: price });
    assert.equal(getAddress(await art.read.ownerOf([token])), getAddress(buyer.account.address));
  });

  it("accepts an offer for a set of works with the library's proof, and refuses a work outside of it", async () => {
    const tokenIds = [token.toString(), "77", "78"];
    await weth.write.deposit({ account: buyer.account, value: price });
    await weth.write.approve([market.address, price], { account: buyer.account });
    const offer: SignedOffer = {
      maker: getAddress(buyer.account.address),
      collection: getAddress(art.address),
      tokensRoot: tokensRoot(tokenIds),
      amount: price.toString(),
      expiresAt: String(expiresAt),
      nonce: "3",
    };
    const signature = await buyer.signTypedData(offerToSign(domain, offer));
    const proof = tokenProof(tokenIds, token.toString()) ?? [];
    const accept = (tokenId: bigint) =>
      market.write.acceptSignedOffer(
        [offerArgument(offer), signature, tokenId, proof, price, zeroAddress, 0],
        { account: seller.account },
      );
    assert.equal(tokenProof(tokenIds, otherToken.toString()), undefined);
    await refused(accept(otherToken), "OutsideTheSet", [otherToken]);
    await accept(token);
    assert.equal(getAddress(await art.read.ownerOf([token])), getAddress(buyer.account.address));
  });
});
