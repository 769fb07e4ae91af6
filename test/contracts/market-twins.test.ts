import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseEventLogs, zeroAddress } from "viem";
import { minimumBidWei } from "../../app/market/market-state.ts";
import { saleParts } from "../../app/market/sale-parts.ts";
import { isolateTests } from "./stage/expect.ts";
import { mintJob } from "./stage/jobs.ts";
import { marketFeeBps, setMarketStage } from "./stage/market.ts";

const stage = await setMarketStage();
const { art, market, seller, buyer, rival, expiresAt } = stage;
const token = (await mintJob(stage, { order: { operatorShareBps: 123 } })).job.jobId;

describe("what the gallery computes by itself", () => {
  isolateTests(stage);

  it("divides a price as the market does", async () => {
    for (const priceWei of [1n, 19n, 199n, 10_001n, 123_456_789n, 10n ** 18n + 7n]) {
      const id = await stage.tester.snapshot();
      const referrerBps = 333;
      await market.write.list([art.address, token, priceWei, expiresAt, referrerBps], {
        account: seller.account,
      });
      const args = [art.address, token, priceWei, buyer.account.address, rival.account.address] as const;
      const hash = await market.write.buy(args, { account: buyer.account, value: priceWei });
      const { logs } = await stage.receipt(hash);
      const [sold] = parseEventLogs({ abi: market.abi, logs, eventName: "Sold" });
      assert.ok(sold);
      const { royalty, fee, referral, operatorShare } = sold.args;
      const [, royaltyWei] = await market.read.royaltyOf([art.address, token, priceWei]);
      const operatorShareWei = await market.read.operatorShareOf([art.address, token, priceWei]);
      const rules = {
        royaltyWei,
        isRoyaltyToSeller: false,
        operatorShareWei,
        feeBps: marketFeeBps,
        referrerBps,
      };
      assert.deepEqual(
        saleParts(priceWei, rules),
        {
          ...{ royaltyWei: royalty, feeWei: fee, referralWei: referral },
          operatorShareWei: operatorShare,
          proceedsWei: priceWei - royalty - fee - referral - operatorShare,
        },
        `${priceWei} wei`,
      );
      await stage.tester.revert({ id });
    }
  });

  it("names the lowest bid that the market names", async () => {
    for (const amount of [1n, 19n, 20n, 21n, 101n, 10n ** 18n + 1n]) {
      const id = await stage.tester.snapshot();
      await market.write.openAuction([token, amount, 86_400], { account: seller.account });
      for (const bids of [0, 1]) {
        if (bids === 1) await market.write.bid([token], { account: buyer.account, value: amount });
        const auction = await market.read.auctionOf([token]);
        const bidder = auction.bidder === zeroAddress ? undefined : auction.bidder;
        const wants = await market.read.minimumBid([token]);
        assert.equal(
          minimumBidWei({ ...auction, amountWei: auction.amount, bidder }),
          wants,
          `${amount}, ${bids} bids`,
        );
      }
      await stage.tester.revert({ id });
    }
  });
});
