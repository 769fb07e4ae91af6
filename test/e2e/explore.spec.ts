import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";

test.use({ baseURL: "http://127.0.0.1:4300" });

test("works are looked for by the page's address, with and without scripts", async ({ page, browser }) => {
  await page.goto("/");
  await page.getByTestId("to-explore").click();
  await expect(page).toHaveURL(/\/explore$/);
  const all = await page.getByTestId("work-link").count();
  expect(all).toBeGreaterThan(0);
  await page.getByRole("combobox", { name: "Show", exact: true }).selectOption("By auction");
  await page.getByLabel("From, ETH").fill("1000");
  await page.getByRole("button", { name: "Show these" }).click();
  await expect(page).toHaveURL(/sale=auction/);
  await expect(page.getByTestId("nothing-found")).toBeVisible();
  await expect(page.getByLabel("From, ETH")).toHaveValue("1000");
  await page.getByRole("link", { name: "Show everything" }).click();
  await expect(page.getByTestId("work-link").first()).toBeVisible();

  const plain = await browser.newContext({ javaScriptEnabled: false, baseURL: "http://127.0.0.1:4300" });
  const quiet = await plain.newPage();
  await quiet.goto("/explore?sort=oldest");
  await expect(quiet.getByTestId("work-link").first()).toHaveAttribute("href", "/works/1");
  await quiet.getByRole("combobox", { name: "Made with" }).selectOption("Dream");
  await quiet.getByRole("button", { name: "Show these" }).click();
  await expect(quiet).toHaveURL(/service=dream/);
  await plain.close();
});

test("what is wrong in the address asks for nothing, and harms nothing", async ({ page }) => {
  await page.goto("/explore?sale=cheap&least=lots&most=-1&longest=huge&service=%00&sort=x&page=-3&artist=me");
  await expect(page.getByTestId("work-link").first()).toBeVisible();
  await page.goto("/explore?page=9999");
  await expect(page.getByTestId("nothing-found")).toContainText("There is no such page.");
});

test("a work leads to its artist, and the artist to the works", async ({ page }, info) => {
  await page.goto("/works/1");
  await page.getByTestId("to-artist").click();
  await expect(page).toHaveURL(/\/artists\/0x[0-9a-fA-F]{40}$/);
  await expect(page.getByTestId("artist-figures")).toContainText("Royalties received here");
  await expect(page.getByTestId("work-link").first()).toBeVisible();
  await page.screenshot({ path: info.outputPath("artist.png"), fullPage: true });
  const { status } = await page.goto("/artists/nobody").then((response) => ({ status: response?.status() }));
  expect(status).toBe(404);
});

for (const path of ["/explore", "/portfolio", `/artists/0x${"11".repeat(20)}`])
  test(`${path} is accessible and fits a phone`, async ({ page }, info) => {
    await page.goto(path);
    await expect(page.locator("h1").first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await page.screenshot({ path: info.outputPath("wide.png"), fullPage: true });
    await page.setViewportSize({ width: 375, height: 760 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    await page.screenshot({ path: info.outputPath("phone.png"), fullPage: true });
  });
