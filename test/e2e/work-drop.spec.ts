import { seriesDropAbi } from "@graphiti/protocol/abi/series-drop.ts";
import { expect, type Page, test } from "@playwright/test";
import type { Address } from "viem";
import { chainClock } from "./running-network.ts";
import { fitsEverybody, openTrader, ownerOf } from "./trading-wallets.ts";

/*
 * Among the last files by name: it moves the chain's clock, which no other should have to live with.
 */

const phase = (page: Page) => page.getByTestId("phase");
const ownWorks = (page: Page) => page.getByTestId("own-works").getByTestId("sold-work");
const fill = (page: Page, fields: Record<string, string>) =>
  Object.entries(fields).reduce(
    (before, [name, value]) => before.then(() => page.locator(`[name="${name}"]`).fill(value)),
    Promise.resolve(),
  );

async function passSeconds(seconds: number): Promise<void> {
  const chain = chainClock();
  await chain.increaseTime({ seconds });
  await chain.mine({ blocks: 1 });
}

const collector = (drop: Address, account: Address) =>
  chainClock().readContract({
    address: drop,
    abi: seriesDropAbi,
    functionName: "collectors",
    args: [account],
  });

test("a drop is opened, two buy at different prices, works are minted to them, and both have paid the same", async ({
  browser,
}, testInfo) => {
  test.setTimeout(480_000);
  const artist = await openTrader(browser, "/drops/new");
  const first = await openTrader(browser, "/drops");
  const list = JSON.stringify([first.address, artist.address]);
  await expect(artist.page.getByTestId("new-drop")).toHaveAttribute("data-restored", "true");
  await expect(artist.page.getByTestId("missing")).toHaveText("Give the series a title first.");
  await artist.page.getByText("Let a list of wallets buy first").click();
  await fill(artist.page, {
    ...{ title: "Tides", supply: "3", walletCap: "2", startPrice: "1", floorPrice: "2" },
    ...{ startHours: "0", fallHours: "1", saleHours: "2", list: "[]", width: "320", height: "256" },
  });
  await expect(artist.page.getByText("its end cannot be above its start")).toBeVisible();
  await expect(artist.page.getByText("A list is a JSON array of addresses")).toBeVisible();
  await expect(artist.page.getByTestId("open-drop")).toBeDisabled();
  await fill(artist.page, { floorPrice: "0.1", list, listHours: "0.5" });
  await fitsEverybody(artist.page);
  await artist.page.screenshot({ path: testInfo.outputPath("new.png"), fullPage: true });
  await artist.page.getByTestId("open-drop").click();
  await artist.page.waitForURL(/\/drops\/0x[0-9a-fA-F]{40}/);
  const path = new URL(artist.page.url()).pathname;
  const drop = path.split("/").at(-1) as Address;
  await expect(phase(artist.page)).toHaveAttribute("data-phase", "before");

  await passSeconds(180);
  await first.page.goto(path);
  await expect(phase(first.page)).toHaveAttribute("data-phase", "list");
  await expect(first.page.getByTestId("buy")).toBeDisabled();
  await fill(first.page, { list: JSON.stringify([first.address]) });
  await expect(first.page.getByText("This is not the list that the drop was opened with")).toBeVisible();
  await fill(first.page, { list, quantity: "3" });
  await expect(first.page.getByText("Give a number from 1 to 2.")).toBeVisible();
  await fill(first.page, { quantity: "2" });
  await expect(first.page.getByTestId("eligibility")).toHaveAttribute("data-kind", "listed");
  await first.page.getByTestId("buy").click();
  await expect(ownWorks(first.page)).toHaveCount(2);
  await expect(first.page.getByTestId("cap-reached")).toBeVisible();

  const second = await openTrader(browser, path);
  await fill(second.page, { list });
  await expect(second.page.getByTestId("eligibility")).toHaveAttribute("data-kind", "missing");
  await expect(second.page.getByTestId("buy")).toBeDisabled();
  await fitsEverybody(second.page);
  await second.page.screenshot({ path: testInfo.outputPath("list.png"), fullPage: true });
  await passSeconds(1_800);
  await expect(phase(second.page)).toHaveAttribute("data-phase", "public");
  await fill(second.page, { quantity: "2" });
  await expect(second.page.getByText("Give a number from 1 to 1.")).toBeVisible();
  await fill(second.page, { quantity: "1" });
  const tooSlow = await openTrader(browser, path);
  const { promise: secondHasBought, resolve: letConfirm } = Promise.withResolvers<void>();
  const { promise: isAsked, resolve: asksToConfirm } = Promise.withResolvers<void>();
  Object.assign(tooSlow.mood, { confirmsAfter: secondHasBought, asksToConfirm });
  await tooSlow.page.getByTestId("buy").click();
  await isAsked;
  await expect(tooSlow.page.getByTestId("buy")).toHaveText("Confirm in your wallet");
  await second.page.getByTestId("buy").click();
  await expect(phase(second.page)).toHaveAttribute("data-phase", "settling");
  await expect(phase(second.page)).toContainText("Sold out.");
  await expect(ownWorks(second.page)).toHaveCount(1);
  letConfirm();
  await expect(tooSlow.page.getByText("Only the network’s fee was spent.")).toBeVisible();
  await expect(phase(tooSlow.page)).toContainText("Sold out.");
  await expect(tooSlow.page.getByTestId("buy")).toHaveCount(0);
  expect(await collector(drop, tooSlow.address)).toMatchObject({ paid: 0n, credit: 0n });
  await tooSlow.page.screenshot({ path: testInfo.outputPath("too-slow.png"), fullPage: true });

  const { paid } = await collector(drop, first.address);
  const clearing = await chainClock().readContract({
    address: drop,
    abi: seriesDropAbi,
    functionName: "clearingPrice",
  });
  expect(paid).toBeGreaterThan(2n * clearing);
  await expect(first.page.getByTestId("own-part")).toContainText("Comes back to you");
  await expect(first.page.getByTestId("deed-post")).toHaveText("Have 3 works computed");
  await first.page.getByTestId("deed-post").click();
  await expect(ownWorks(first.page).first().getByTestId("to-job")).toHaveText(/^(Job|Work) \d+$/);
  await first.page.screenshot({ path: testInfo.outputPath("computing.png"), fullPage: true });
  await expect(second.page.getByTestId("deed-settle")).toHaveText("Settle 3 works", { timeout: 120_000 });
  await second.page.getByTestId("deed-settle").click();
  await expect(phase(first.page)).toHaveAttribute("data-phase", "settled");
  await first.page.getByTestId("deed-creditExcess").click();
  await expect(first.page.getByTestId("deed-creditExcess")).toHaveCount(0);
  expect(await collector(drop, first.address)).toMatchObject({ paid: 2n * clearing });
  await first.page.screenshot({ path: testInfo.outputPath("settled.png"), fullPage: true });
  await first.page.getByTestId("deed-withdraw").click();
  await expect(first.page.getByTestId("deed-withdraw")).toHaveCount(0);
  expect((await collector(drop, first.address)).credit).toBe(0n);

  expect((await collector(drop, artist.address)).credit).toBeGreaterThan(0n);
  await artist.page.getByTestId("deed-withdraw").click();
  await expect(artist.page.getByTestId("deed-withdraw")).toHaveCount(0);
  expect((await collector(drop, artist.address)).credit).toBe(0n);

  const work = ownWorks(first.page).first().getByTestId("to-job");
  await expect(work).toHaveText(/^Work \d+$/);
  const tokenId = BigInt((await work.textContent())?.split(" ")[1] ?? "");
  expect(await ownerOf(tokenId)).toBe(first.address);
  await work.click();
  await expect(first.page.getByTestId("work-title")).toHaveText("Tides");
  await expect(first.page.getByTestId("to-artist")).toHaveAttribute("href", `/artists/${artist.address}`);
  await first.page.getByTestId("to-artist").click();
  await expect(first.page.getByTestId("artist-drops").getByTestId("drop-row")).toContainText("3 of 3 sold");
  await first.page.goto(`/jobs/${tokenId}`);
  await expect(first.page.getByTestId("to-drop")).toHaveAttribute("href", path);
  await first.page.goto(`/portfolio?account=${first.address}`);
  await expect(first.page.getByTestId("portfolio-drops")).toContainText("2 bought");
  await first.page.goto("/drops");
  await expect(first.page.locator(`a[href="${path}"]`)).toHaveText("Tides");
  await fitsEverybody(first.page);
  await first.page.screenshot({ path: testInfo.outputPath("drops.png"), fullPage: true });
  for (const { page } of [artist, first, second, tooSlow]) await page.context().close();
});
