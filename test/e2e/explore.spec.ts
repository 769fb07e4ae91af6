import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { holdScripts } from "./hold-scripts.ts";
import { haveWorks } from "./many-works.ts";
import { give, openTrader, toOwn } from "./trading-wallets.ts";

test.use({ baseURL: "http://127.0.0.1:4300" });

/** Waits until the page listens to keys: those pressed before are lost. */
const toListen = (page: Page) =>
  expect(page.getByTestId("wall-keys")).toHaveAttribute("data-listening", "true");

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

test("works are found by words of their titles, and walked along with the keyboard", async ({
  page,
}, info) => {
  await page.goto("/explore");
  await toListen(page);
  await page.keyboard.press("/");
  await expect(page.getByTestId("search")).toBeFocused();
  await page.keyboard.type("first dune");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/[?&]q=first\+dune/);
  await expect(page.getByTestId("work-link")).toHaveCount(1);
  await expect(page.getByTestId("work-link")).toContainText("Dunes, first light");
  await page.screenshot({ path: info.outputPath("found.png"), fullPage: true });
  await page.goto("/explore?q=%231&sort=oldest");
  await expect(page.getByTestId("work-link").first()).toHaveAttribute("href", "/works/1");
  await page.goto("/explore?q=zzzznothing");
  await expect(page.getByTestId("nothing-found")).toContainText("Nothing is like that.");
  await expect(page.getByTestId("search")).toHaveValue("zzzznothing");
});

test("the wall goes on while one scrolls, and its pages have addresses of their own", async ({ page }) => {
  await haveWorks(26);
  const links = page.getByTestId("work-link");
  await expect(async () => {
    await page.goto("/explore");
    await expect(page.getByTestId("found")).toHaveText(/^(2[6-9]|[3-9]\d) works$/, { timeout: 3_000 });
  }).toPass();
  await expect(page.getByTestId("next-page")).toHaveAttribute("href", /page=2/);
  const total = Number.parseInt((await page.getByTestId("found").textContent()) ?? "", 10);
  await expect(links).toHaveCount(24);
  await toListen(page);
  await links.first().focus();
  await page.keyboard.press("ArrowRight");
  await expect(links.nth(1)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  const below = await links.evaluateAll((all) => all.indexOf(document.activeElement as HTMLAnchorElement));
  expect(below).toBeGreaterThan(1);
  await page.keyboard.press("End");
  await expect(links).toHaveCount(total);
  await expect(page).toHaveURL(/page=2/);
  const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
  expect(new Set(hrefs).size).toBe(total);
  await page.reload();
  await expect(links).toHaveCount(total - 24);
  await page.locator('a[rel="prev"]').click();
  await expect(links.first()).toHaveAttribute("href", hrefs[0] ?? "");
});

test("one signed offer stands for all works that were found, and an owner of one accepts it", async ({
  browser,
}, info) => {
  const maker = await openTrader(browser, "/explore?sort=oldest&page=1");
  const owner = await openTrader(browser, "/works/1");
  await give(1n, owner.address);
  await maker.page.getByText(/^Offer for any of these \d+ works$/).click();
  await maker.page.locator('[name="offer"]').fill("0.05");
  await maker.page.getByTestId("wrap").click();
  await maker.page.getByTestId("allow-weth").click();
  await maker.page.screenshot({ path: info.outputPath("set-offer.png"), fullPage: true });
  await maker.page.getByTestId("sign-offer").click();
  await expect(maker.page.getByTestId("set-offered")).toBeVisible();

  await owner.page.reload();
  const offer = owner.page.locator(`[data-testid="offer"][data-maker="${maker.address}"]`);
  await expect(offer).toContainText(/for any of \d+ works, signed/);
  await offer.getByText("Sell for this").click();
  await offer.getByTestId("approve").click();
  await offer.getByTestId("accept-offer").click();
  await toOwn(owner, maker.address);
  await owner.page.context().close();
  await maker.page.context().close();
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

const scripted = {
  "/": ["connect-wallet"],
  "/works/1": ["check-tile", "tile-picker", "send-report"],
  "/generate": ["keep", "look-close", "copy-link", "shuffle", "shuffle-all"],
  "/curate": ["open-desk"],
};

for (const [path, testIds] of Object.entries(scripted))
  test(`no click on ${path} is lost before the page can answer`, async ({ page }) => {
    const letScripts = await holdScripts(page);
    await page.goto(path, { waitUntil: "commit" });
    for (const testId of testIds) await expect(page.getByTestId(testId)).toBeDisabled();
    letScripts();
    for (const testId of testIds) await expect(page.getByTestId(testId)).toBeEnabled();
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
