import { expect, test } from "@playwright/test";
import { curatorKey } from "./running-network.ts";
import { fitsEverybody, openTrader } from "./trading-wallets.ts";

test.use({ baseURL: "http://127.0.0.1:4300" });

/** The sample that every start mints. */
const path = "/works/1";
const words = "It shows how to break into a bank.";

test("a work is reported, hidden by a curator, and shown again; nobody else decides", async ({
  page,
  browser,
}, info) => {
  await page.goto(path);
  const picture = await page.locator("img[src^='/media/']").first().getAttribute("src");
  expect(picture).toBeTruthy();
  await page.getByText("Report this work").click();
  const ground = page.locator('[name="ground"]');
  await page.getByTestId("send-report").click();
  await expect(ground, "nothing is sent without a ground").toBeFocused();
  await ground.selectOption({ label: "It is against the law" });
  await page.locator('[name="words"]').fill(words);
  await page.screenshot({ path: info.outputPath("report.png"), fullPage: true });
  await page.getByTestId("send-report").click();
  await expect(page.getByTestId("reported")).toBeVisible();

  const stranger = await openTrader(browser, "/curate");
  await stranger.page.getByTestId("open-desk").click();
  await expect(stranger.page.getByTestId("problem")).toContainText("none of the curators of this gallery");
  await stranger.page.context().close();

  const curator = await openTrader(browser, "/curate", { key: curatorKey });
  await curator.page.getByTestId("open-desk").click();
  const reported = curator.page.locator('[data-testid="reported-work"][data-token="1"]');
  await expect(reported).toContainText(words);
  await fitsEverybody(curator.page);
  await curator.page.screenshot({ path: info.outputPath("desk.png"), fullPage: true });
  curator.mood.rejects = true;
  await reported.getByTestId("hide").click();
  await expect(curator.page.getByTestId("problem")).toBeVisible();
  await expect(reported).toBeVisible();
  curator.mood.rejects = false;
  await reported.getByTestId("hide").click();
  await expect(curator.page.locator('[data-testid="hidden-work"][data-token="1"]')).toBeVisible();
  await expect(reported).toBeHidden();

  for (const wall of ["/", "/explore?sort=oldest"]) {
    await page.goto(wall);
    await expect(page.locator("h1").first()).toBeVisible();
    await expect(page.locator(`a[href="${path}"]`)).toHaveCount(0);
  }
  await page.goto(path);
  await expect(page.getByTestId("hidden-notice")).toContainText("it is against the law");
  await expect(page.getByTestId("market")).toBeVisible();
  await expect(page.locator("img[src^='/media/']")).toHaveCount(0);
  await fitsEverybody(page);
  await page.screenshot({ path: info.outputPath("hidden.png"), fullPage: true });
  for (const address of [picture as string, `${path}/download`])
    expect((await page.request.get(address)).status(), address).toBe(451);

  await curator.page.locator('[data-testid="hidden-work"][data-token="1"]').getByTestId("show-again").click();
  await expect(curator.page.locator('[data-testid="hidden-work"][data-token="1"]')).toBeHidden();
  await page.goto("/explore?sort=oldest");
  await expect(page.locator(`a[href="${path}"]`)).toBeVisible();
  expect((await page.request.get(picture as string)).status()).toBe(200);
  await curator.page.context().close();
});
