import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { zeroAddress, zeroHash } from "viem";
import { deploySeaport } from "./seaport/deploy-seaport.ts";
import { plain, refused } from "./stage/expect.ts";
import { setMarketStage } from "./stage/market.ts";

const native = 0;
const erc721 = 2;
const fullOpen = 0;

const orderTypes = {
  OrderComponents: [
    { name: "offerer", type: "address" },
    { name: "zone", type: "address" },
    { name: "offer", type: "OfferItem[]" },
    { name: "consideration", type: "ConsiderationItem[]" },
    { name: "orderType", type: "uint8" },
    { name: "startTime", type: "uint256" },
    { name: "endTime", type: "uint256" },
    { name: "zoneHash", type: "bytes32" },
    { name: "salt", type: "uint256" },
    { name: "conduitKey", type: "bytes32" },
    { name: "counter", type: "uint256" },
  ],
  OfferItem: [
    { name: "itemType", type: "uint8" },
    { name: "token", type: "address" },
    { name: "identifierOrCriteria", type: "uint256" },
    { name: "startAmount", type: "uint256" },
    { name: "endAmount", type: "uint256" },
  ],
  ConsiderationItem: [
    { name: "itemType", type: "uint8" },
    { name: "token", type: "address" },
    { name: "identifierOrCriteria", type: "uint256" },
    { name: "startAmount", type: "uint256" },
    { name: "endAmount", type: "uint256" },
    { name: "recipient", type: "address" },
  ],
} as const;

describe("Seaport 1.6", async () => {
  const stage = await setMarketStage();
  const { art, market, seller, buyer, rival, artist, token, price, expiresAt } = stage;
  const seaport = await deploySeaport(stage);

  /** The seller's order: a token of ours for a price, of which the artist gets the royalty. */
  async function order() {
    const [receiver, royalty] = await art.read.royaltyInfo([token, price]);
    const pays = (recipient: typeof receiver, amount: bigint) => ({
      ...{ itemType: native, token: zeroAddress, identifierOrCriteria: 0n },
      ...{ startAmount: amount, endAmount: amount, recipient },
    });
    const works = { itemType: erc721, token: art.address, identifierOrCriteria: token };
    const consideration = [pays(seller.account.address, price - royalty), pays(receiver, royalty)];
    const parameters = {
      ...{ offerer: seller.account.address, zone: zeroAddress },
      ...{ offer: [{ ...works, startAmount: 1n, endAmount: 1n }], consideration, orderType: fullOpen },
      ...{ startTime: 0n, endTime: BigInt(expiresAt), zoneHash: zeroHash, salt: 1n, conduitKey: zeroHash },
    };
    const domain = {
      ...{ name: "Seaport", version: "1.6" },
      ...{ chainId: stage.chainId, verifyingContract: seaport.address },
    };
    const signature = await seller.signTypedData({
      ...{ domain, types: orderTypes, primaryType: "OrderComponents" },
      message: { ...parameters, counter: 0n },
    });
    return { parameters: { ...parameters, totalOriginalConsiderationItems: 2n }, signature };
  }

  it("sells a work of ours unchanged, with its royalty, and our listing of it dies", async () => {
    const { account } = seller;
    await market.write.list([art.address, token, price, expiresAt, 0], { account });
    await art.write.setApprovalForAll([seaport.address, true], { account });
    const before = await stage.balanceOf(artist);
    const hash = await buyer.writeContract({
      ...{ address: seaport.address, abi: seaport.abi, functionName: "fulfillOrder" },
      ...{ args: [await order(), zeroHash], value: price },
    });
    assert.equal((await stage.receipt(hash)).status, "success");
    assert.equal(plain(await stage.ownerOf(token)), plain(buyer.account.address));
    assert.equal((await stage.balanceOf(artist)) - before, price / 20n);

    await art.write.transferFrom([buyer.account.address, account.address, token], { account: buyer.account });
    const buys = market.write.buy([art.address, token, price, rival.account.address, zeroAddress], {
      account: rival.account,
      value: price,
    });
    await refused(buys, "TokenMoved", [token, 2n, 0n]);
  });
});
