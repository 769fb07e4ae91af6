import { expect, type Page, test } from "@playwright/test";
import { parseEther } from "viem";
import { chainClock } from "./running-network.ts";
import { fitsEverybody, give, openTrader, ownerOf, relist, toOwn } from "./trading-wallets.ts";

/** The sample that every start mints. */
const tokenId = 1n;
const path = `/works/${tokenId}`;

const market = (page: Page) => page.getByTestId("market");

test("a work is listed in two steps that survive a reload, its price is raised and refused, and it is bought", async ({
  browser,
}, testInfo) => {
  const seller = await openTrader(browser, path);
  await give(tokenId, seller.address);
  await seller.page.getByTestId("sell-list").click();
  await seller.page.locator('[name="price"]').fill("1");
  await expect(seller.page.getByTestId("breakdown")).toContainText("You get");
  await seller.page.screenshot({ path: testInfo.outputPath("list.png"), fullPage: true });
  await seller.page.getByTestId("approve").click();
  await expect(seller.page.getByTestId("list")).toBeVisible();
  await seller.page.reload();
  await expect(seller.page.locator('[name="price"]')).toHaveValue("1");
  await fitsEverybody(seller.page);
  await seller.page.getByTestId("list").click();
  await expect(seller.page.getByTestId("own-listing")).toContainText("1 ETH");

  const buyer = await openTrader(browser, path);
  await expect(buyer.page.getByTestId("buy")).toHaveText("Buy for 1 ETH");
  await fitsEverybody(buyer.page);
  await buyer.page.screenshot({ path: testInfo.outputPath("buy.png"), fullPage: true });
  await relist(tokenId, parseEther("2"));
  await expect(buyer.page.getByTestId("raised")).toContainText("from 1 ETH to 2 ETH");
  await expect(market(buyer.page).getByTestId("problem")).toContainText(
    "The price is 2 ETH now, and you agreed to at most 1 ETH",
  );
  await buyer.page.getByTestId("agree").click();
  await buyer.page.getByTestId("buy").click();
  await toOwn(buyer);
  await expect(buyer.page.getByTestId("owner-now")).toHaveAttribute("data-indexed", "true");
  await expect(buyer.page.getByTestId("sales")).toContainText("2 ETH");
  await buyer.page.getByTestId("sell-list").click();
  await buyer.page.screenshot({ path: testInfo.outputPath("bought.png"), fullPage: true });
  await seller.page.context().close();
  await buyer.page.context().close();
});

test("a wallet that can do so allows and lists in one confirmation, and the listing is taken back", async ({
  browser,
}) => {
  const seller = await openTrader(browser, path, { batches: true });
  await give(tokenId, seller.address);
  await seller.page.getByTestId("sell-list").click();
  await seller.page.locator('[name="price"]').fill("3");
  await expect(seller.page.getByTestId("list")).toHaveText("Allow the market and list it");
  // The page sees the listing on the chain before the wallet has answered.
  const { promise, resolve } = Promise.withResolvers<void>();
  seller.mood.answersCalls = promise;
  await seller.page.getByTestId("list").click();
  await expect(seller.page.getByTestId("own-listing")).toContainText("3 ETH");
  resolve();
  await seller.page.getByTestId("unlist").click();
  await expect(seller.page.getByTestId("sell-choice")).toBeVisible();

  await seller.page.getByTestId("sell-list").click();
  await seller.page.locator('[name="price"]').fill("4");
  await seller.page.getByTestId("list").click();
  await expect(seller.page.getByTestId("own-listing")).toContainText("4 ETH");
  await seller.page.getByTestId("unlist").click();
  await expect(seller.page.getByTestId("sell-choice")).toBeVisible();
  await seller.page.context().close();
});

test("an offer is made, found by the owner, and accepted", async ({ browser }, testInfo) => {
  const owner = await openTrader(browser, path);
  await give(tokenId, owner.address);
  const maker = await openTrader(browser, path);
  await maker.page.locator('[name="offer"]').fill("0.5");
  await maker.page.getByTestId("make-offer").click();
  await expect(maker.page.getByTestId("offer").getByTestId("cancel-offer")).toBeVisible();
  await maker.page.screenshot({ path: testInfo.outputPath("offered.png"), fullPage: true });
  // The page that the owner looks at learns of it by itself.
  const offer = owner.page.locator(`[data-testid="offer"][data-maker="${maker.address}"]`);
  await offer.getByText("Sell for this").click();
  await offer.getByTestId("approve").click();
  await offer.getByTestId("accept-offer").click();
  await toOwn(maker);
  expect(await ownerOf(tokenId)).toBe(maker.address);
  await owner.page.context().close();
  await maker.page.context().close();
});

test("a price by signature costs no gas, and is bought; an offer by signature is accepted", async ({
  browser,
}, testInfo) => {
  const seller = await openTrader(browser, path);
  await give(tokenId, seller.address);
  await seller.page.getByTestId("sell-sign").click();
  await seller.page.locator('[name="price"]').fill("0.25");
  await seller.page.getByTestId("approve").click();
  await expect(seller.page.getByTestId("sign-listing")).toBeEnabled();
  const before = await chainClock().getTransactionCount({ address: seller.address });
  await seller.page.getByTestId("sign-listing").click();
  await expect(seller.page.getByTestId("own-signed")).toContainText("0.25 ETH");
  expect(await chainClock().getTransactionCount({ address: seller.address })).toBe(before);
  await seller.page.screenshot({ path: testInfo.outputPath("signed.png"), fullPage: true });

  // A dearer price on the chain does not hide the one that was signed.
  await relist(tokenId, parseEther("0.5"));
  const buyer = await openTrader(browser, path);
  await expect(buyer.page.getByTestId("buy")).toHaveText("Buy for 0.25 ETH");
  await buyer.page.getByTestId("buy").click();
  await toOwn(buyer);

  await seller.page.reload();
  await seller.page.getByText("Any work of the collection, by signature").click();
  await seller.page.locator('[name="offer"]').fill("0.1");
  await seller.page.getByTestId("wrap").click();
  await seller.page.getByTestId("allow-weth").click();
  await seller.page.getByTestId("sign-offer").click();
  await expect(seller.page.getByTestId("offers")).toContainText("for any work, signed");
  await buyer.page.reload();
  await buyer.page.getByText("Sell for this").first().click();
  await buyer.page.getByTestId("approve").first().click();
  await buyer.page.getByTestId("accept-offer").first().click();
  await toOwn(seller);
  await seller.page.context().close();
  await buyer.page.context().close();
});
