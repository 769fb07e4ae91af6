import { expect, test } from "@playwright/test";
import { chainClock, network } from "./running-network.ts";
import { fitsEverybody, give, openTrader, ownerOf } from "./trading-wallets.ts";

/*
 * The last file by name: it moves the chain's clock by an hour, which no other should have to live with.
 */

/** The sample that every start mints. */
const tokenId = 1n;
const path = `/works/${tokenId}`;

test("an auction: a bid, a higher one, and the work goes to the highest bidder", async ({
  browser,
}, testInfo) => {
  const seller = await openTrader(browser, path);
  await give(tokenId, seller.address);
  await seller.page.getByTestId("sell-auction").click();
  await seller.page.locator('[name="price"]').fill("1");
  await seller.page.locator('[name="hours"]').fill("1");
  await seller.page.getByTestId("approve").click();
  await seller.page.getByTestId("open-auction").click();
  await expect(seller.page.getByTestId("cancel-auction")).toBeVisible();

  const [one, two] = [await openTrader(browser, path), await openTrader(browser, path)];
  await one.page.getByTestId("bid").click();
  await expect(one.page.getByTestId("countdown")).toBeVisible();
  await expect(two.page.getByTestId("bid")).toHaveText("Bid 1.05 ETH");
  await two.page.locator('[name="bid"]').fill("1.04");
  await expect(two.page.getByText("The least is 1.05 ETH.")).toBeVisible();
  await two.page.locator('[name="bid"]').fill("1.5");
  await two.page.getByTestId("bid").click();
  await expect(two.page.getByTestId("market-price")).toHaveText("1.5 ETH");
  await expect(two.page.getByTestId("bids").locator("li")).toHaveCount(2);
  await fitsEverybody(two.page);
  await two.page.screenshot({ path: testInfo.outputPath("auction.png"), fullPage: true });

  const chain = chainClock();
  await chain.increaseTime({ seconds: 3_601 });
  await chain.mine({ blocks: 1 });
  await one.page.getByTestId("settle").click();
  await expect(one.page.getByTestId("owner-now")).toHaveAttribute("data-owner", two.address);
  expect(await ownerOf(tokenId)).toBe(two.address);
  expect(await chain.getBalance({ address: network().addresses.market })).toBe(0n);
  for (const { page } of [seller, one, two]) await page.context().close();
});
