import AxeBuilder from "@axe-core/playwright";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { expect, test } from "@playwright/test";
import { paintedJpeg, plainFile, transparentPng } from "./pictures.ts";
import { chainReader, network } from "./running-network.ts";

test.use({ baseURL: "http://127.0.0.1:4300" });

test("three files, one of them bad: one transaction, two tokens", async ({ page }, testInfo) => {
  await page.goto("/batch");
  await expect(page.getByTestId("batch")).toHaveAttribute("data-restored", "true");
  await page
    .getByTestId("file-input")
    .setInputFiles([
      await paintedJpeg(96),
      await plainFile("shopping_list.png", "milk"),
      await transparentPng(64),
    ]);
  const items = page.getByTestId("batch-item");
  await expect(items).toHaveCount(3);
  await expect(items.nth(1)).toHaveAttribute("data-stage", "refused");
  await expect(items.nth(1)).toContainText(/not a picture/i);
  for (const index of [0, 2]) await expect(items.nth(index)).toHaveAttribute("data-stage", "offered");
  await expect(items.nth(0)).toContainText("96 × 96 becomes 192 × 192");
  await items.nth(0).getByRole("textbox").fill("Harbour, in a batch");
  await expect(items.nth(2).getByRole("textbox")).toHaveValue("clear");
  await expect(page.getByTestId("batch-total")).toContainText("2 works");
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await page.screenshot({ path: testInfo.outputPath("batch.png"), fullPage: true });

  await page.reload();
  await expect(items).toHaveCount(3);
  await expect(items.nth(0).getByRole("textbox")).toHaveValue("Harbour, in a batch");
  await page.getByTestId("use-burner").click();
  await expect(page.getByTestId("pay")).toContainText("2 works");
  await page.getByTestId("pay").click();
  await page.waitForURL(/\/batch\/\d+-\d+$/, { timeout: 60_000 });

  const [first = 0, last = 0] = (page.url().split("/").at(-1) ?? "").split("-").map(Number);
  expect(last - first).toBe(1);
  const { addresses } = network();
  const posted = await chainReader().getContractEvents({
    address: addresses.escrow,
    abi: jobEscrowAbi,
    eventName: "Posted",
    fromBlock: "earliest",
  });
  const mine = posted.filter(({ args }) => Number(args.jobId) >= first && Number(args.jobId) <= last);
  expect(new Set(mine.map(({ transactionHash }) => transactionHash)).size, "one transaction").toBe(1);

  await page.reload();
  await expect(page.getByTestId("job-link")).toHaveCount(2);
  await page.screenshot({ path: testInfo.outputPath("posted.png"), fullPage: true });
  await expect(page.getByTestId("posted-batch")).toHaveAttribute("data-minted", "2", { timeout: 180_000 });
  await page.setViewportSize({ width: 390, height: 760 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByTestId("job-link").first().click();
  await expect(page.getByTestId("work-title")).toHaveText("Harbour, in a batch");
});

for (const path of ["/batch/9-3", "/batch/1-500", "/batch/900000-900001", "/batch/x"])
  test(`${path} is no batch`, async ({ page }) => {
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    await expect(page.getByTestId("not-found")).toBeVisible();
  });
