import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { paintedJpeg, transparentPng } from "./pictures.ts";
import { network } from "./running-network.ts";

test.use({ baseURL: "http://127.0.0.1:4300" });

/** Fills the form and pays with the burner wallet; resolves on the job's page. */
async function postWithBurner(page: Page, file: string, title: string): Promise<void> {
  await page.goto("/create");
  await expect(page.getByTestId("create")).toHaveAttribute("data-restored", "true");
  await page.getByTestId("file-input").setInputFiles(file);
  await expect(page.getByTestId("offer")).toBeVisible();
  await page.getByLabel("Title").fill(title);
  await page.getByTestId("use-burner").click();
  await page.getByTestId("pay").click();
  await page.waitForURL(/\/jobs\/\d+$/, { timeout: 60_000 });
}

test("the gallery shows the sample on first start", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByTestId("work-link").first()).toBeVisible();
  await page.getByTestId("work-link").first().click();
  await expect(page.getByTestId("work-title")).toHaveText("Dunes, first light");
});

test("an artist drops a photo, pays, watches, and gets a token whose links resolve", async ({
  page,
}, testInfo) => {
  const outside: string[] = [];
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1") outside.push(request.url());
  });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));

  await page.goto("/create");
  await expect(page.getByTestId("create")).toHaveAttribute("data-restored", "true");
  await page.getByTestId("file-input").setInputFiles(await paintedJpeg(600));
  await expect(page.getByTestId("input-size")).toContainText("600 × 600");
  await expect(page.getByTestId("figure-size")).toHaveText("1200 × 1200");
  await expect(page.getByTestId("refund-rules")).toBeVisible();
  await page.getByLabel("Title").fill("Harbour, early");
  await page.getByLabel("Artist").fill("E. Painter");
  await page.getByLabel("Description").fill("<img src=x onerror=alert(1)> and **text**");
  await page.locator('[name="altText"]').fill("Dunes under a low sun");
  await page.getByLabel("Rights").fill("CC BY 4.0");
  await page.locator('[name="royaltyPercent"]').fill("7.5");
  await page.screenshot({ path: testInfo.outputPath("create.png"), fullPage: true });
  await page.getByTestId("use-burner").click();
  await page.getByTestId("pay").click();

  await page.waitForURL(/\/jobs\/\d+$/, { timeout: 60_000 });
  const jobUrl = page.url();
  await expect(page.getByTestId("timeline")).toBeVisible();
  await page.screenshot({ path: testInfo.outputPath("job.png"), fullPage: true });
  await expect(page.getByTestId("progress")).toContainText(/Reported by the node: \d+ of 25 tiles/, {
    timeout: 60_000,
  });
  await page.waitForURL(/\/works\/\d+$/, { timeout: 120_000 });

  await expect(page.getByTestId("work-title")).toHaveText("Harbour, early");
  await expect(page.getByTestId("work")).toContainText("<img src=x onerror=alert(1)> and **text**");
  const after = page.getByTestId("compare").locator("img").first();
  await expect(after).toHaveAttribute("alt", "Dunes under a low sun");
  await expect.poll(() => after.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1200);

  const slider = page.getByTestId("compare-range");
  await slider.focus();
  await page.keyboard.press("ArrowRight");
  await expect(slider).toHaveAttribute("aria-valuetext", "51 % before, 49 % after");
  await page.screenshot({ path: testInfo.outputPath("work.png"), fullPage: true });

  const receipt = page.getByTestId("receipt");
  await expect(receipt).toContainText("Faithful ×2");
  await expect(receipt).toContainText("7.5 %");
  await expect(page.getByTestId("gas-total")).not.toBeEmpty();
  const links = await receipt.getByTestId("ipfs-link").all();
  expect(links.length).toBeGreaterThanOrEqual(4);
  for (const link of links) {
    const url = (await link.getAttribute("href")) ?? "";
    expect((await page.request.get(url)).status(), url).toBe(200);
  }

  const download = page.waitForEvent("download");
  await page.getByTestId("download").click();
  const path = await (await download).path();
  const metadata = await sharp(path).metadata();
  expect([metadata.format, metadata.width, metadata.height, metadata.channels]).toEqual([
    "png",
    1200,
    1200,
    3,
  ]);
  expect(
    createHash("sha256")
      .update(await readFile(path))
      .digest("hex"),
  ).toHaveLength(64);

  await page.getByRole("link", { name: /jobs/i }).first().click();
  await expect(page.getByTestId("job-link").first()).toBeVisible();
  await page.goto(jobUrl);
  await expect(page.getByTestId("to-work")).toBeVisible();
  expect(outside, "no request leaves this computer").toEqual([]);
  expect(errors).toEqual([]);
});

test("transparency survives, and the work fits a phone", async ({ page }, testInfo) => {
  await page.setViewportSize({ width: 375, height: 760 });
  await postWithBurner(page, await transparentPng(90), "Clear corner");
  await page.waitForURL(/\/works\/\d+$/, { timeout: 120_000 });
  const id = page.url().split("/").at(-1);
  const bytes = await (await page.request.get(`/works/${id}/download`)).body();
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height, info.channels]).toEqual([180, 180, 4]);
  expect([data[3], data[(180 - 1) * 4 + 3]]).toEqual([0, 255]);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(375);
  await page.screenshot({ path: testInfo.outputPath("phone.png"), fullPage: true });
});

test("a draft and its picture survive a reload", async ({ page }) => {
  await page.goto("/create");
  await expect(page.getByTestId("create")).toHaveAttribute("data-restored", "true");
  await page.getByTestId("file-input").setInputFiles(await paintedJpeg(64));
  await expect(page.getByTestId("offer")).toBeVisible();
  await page.getByLabel("Title").fill("Kept");
  await page.reload();
  await expect(page.getByLabel("Title")).toHaveValue("Kept");
  await expect(page.getByTestId("offer")).toBeVisible();
});

test("the gateway and the chain are where the stack file says", async ({ page }) => {
  const { urls } = network();
  expect((await page.request.get(`${urls.gallery}/api/health`)).status()).toBe(200);
  expect((await page.request.get(`${urls.indexer}/ready`)).status()).toBe(200);
});
