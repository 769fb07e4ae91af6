import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { paintedJpeg, transparentPng } from "./pictures.ts";

test.use({ baseURL: "http://127.0.0.1:4300" });

const open = async (page: Page, size: number, height = size): Promise<void> =>
  openFile(page, await paintedJpeg(size, height));

async function openFile(page: Page, path: string): Promise<void> {
  await page.goto("/create");
  await expect(page.getByTestId("create")).toHaveAttribute("data-restored", "true");
  await page.getByTestId("file-input").setInputFiles(path);
  await expect(page.getByTestId("figures")).toHaveAttribute("data-settled", "true");
}

const service = (page: Page) => page.getByTestId("service-choice");

test("a piece is computed before anything is paid, and follows the frame", async ({ page }, testInfo) => {
  await open(page, 400, 120);
  const preview = page.getByTestId("preview");
  await expect(preview).toHaveAttribute("data-stage", "done", { timeout: 120_000 });
  const after = preview.locator("canvas").first();
  const pixels = () =>
    after.evaluate((canvas: HTMLCanvasElement) => {
      const image = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height);
      return Array.from(image?.data ?? []).reduce(
        (sum, value, at) => (sum * 31 + value * (at % 7)) % 1_000_003,
        7,
      );
    });
  const first = await pixels();
  expect(await after.evaluate((canvas: HTMLCanvasElement) => [canvas.width, canvas.height])).toEqual([
    512, 240,
  ]);
  await page.screenshot({ path: testInfo.outputPath("preview.png"), fullPage: true });

  const across = page.getByTestId("preview-x");
  await across.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(preview).toHaveAttribute("data-stage", "computing");
  await expect(preview).toHaveAttribute("data-stage", "done", { timeout: 120_000 });
  expect(await pixels()).not.toBe(first);
  await across.focus();
  await page.keyboard.press("ArrowRight");
  await expect(preview).toHaveAttribute("data-stage", "done");
  expect(await pixels(), "what was computed once is shown again").toBe(first);
});

/** RGBA of the preview once it is computed, and of the work once it is paid for. */
async function seenAndDelivered(page: Page, title: string): Promise<[Buffer, Buffer]> {
  await expect(page.getByTestId("preview")).toHaveAttribute("data-stage", "done", { timeout: 120_000 });
  const seen = await page
    .getByTestId("preview")
    .locator("canvas")
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const image = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height);
      return Array.from(image?.data ?? []);
    });
  await page.getByLabel("Title").fill(title);
  await page.getByTestId("use-burner").click();
  await page.getByTestId("pay").click();
  await page.waitForURL(/\/works\/\d+$/, { timeout: 120_000 });
  const bytes = await (await page.request.get(`${page.url()}/download`)).body();
  return [Buffer.from(seen), await sharp(bytes).ensureAlpha().raw().toBuffer()];
}

test("what was looked at is what is delivered, pixel by pixel", async ({ page }) => {
  await open(page, 100);
  const [seen, delivered] = await seenAndDelivered(page, "Looked at before");
  expect(delivered.length).toBe(200 * 200 * 4);
  expect(delivered.equals(seen)).toBe(true);
});

test("so it is where a picture has transparency, to its edge", async ({ page }) => {
  await openFile(page, await transparentPng(100));
  const [seen, delivered] = await seenAndDelivered(page, "Clear to its left");
  expect(delivered.length).toBe(200 * 200 * 4);
  // A canvas that is read gives colours of what is not opaque only by and large.
  const comparable = (pixels: Buffer) =>
    Buffer.from(pixels.map((value, at) => (at % 4 === 3 || delivered[at | 3] === 255 ? value : 0)));
  expect(comparable(delivered).equals(comparable(seen))).toBe(true);
  expect(new Set(delivered.filter((_, at) => at % 4 === 3))).toEqual(new Set([0, 255]));
});

test("size, time and price follow the choice, which survives a reload", async ({ page }) => {
  await open(page, 300);
  const price = page.getByTestId("figure-price");
  const small = await price.textContent();
  await page.locator('[name="scale"][value="4"]').check({ force: true });
  await expect(page.getByTestId("figure-size")).toHaveText("1200 × 1200");
  await expect(price).not.toHaveText(small ?? "");
  await page.locator('[name="denoise"][value="1"]').check({ force: true });
  await expect(service(page)).toHaveAttribute("data-service", "faithful-x4-denoise-1");
  await page.reload();
  await expect(service(page)).toHaveAttribute("data-service", "faithful-x4-denoise-1");
  await expect(page.getByTestId("figure-size")).toHaveText("1200 × 1200");

  await page.getByRole("radio", { name: "For a print" }).check();
  await page.locator('[name="printWidth"]').fill("5");
  await expect(page.getByTestId("prints")).toContainText("×2 suffices: 5 × 5 cm at 304 dpi");
  await page.locator('[name="printWidth"]').fill("40");
  await expect(page.getByTestId("prints")).toContainText("×8 is the most that can be had");
  await expect(page.getByTestId("figure-size")).toHaveText("2400 × 2400");
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});

test("what is too large for a scale is said before payment, with what is possible", async ({ page }) => {
  await open(page, 2100);
  await expect(page.getByTestId("too-large")).toContainText("×8 is too much");
  await expect(page.getByTestId("too-large")).toContainText("2000 × 2000");
  await expect(page.locator('[name="scale"][value="8"]')).toBeDisabled();
});

test("offers for what is not there are refused with a code", async ({ request }) => {
  const ask = async (data: unknown) => {
    const answer = await request.post("/api/offers", { data: data as object });
    return [answer.status(), (await answer.json()).code];
  };
  const inputCid = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
  expect(await ask({})).toEqual([400, "BAD_INPUT"]);
  expect(await ask({ inputCid: "../..", service: "faithful-x2" })).toEqual([400, "CID_INVALID"]);
  expect(await ask({ inputCid, service: "magic-x9" })).toEqual([400, "SERVICE_UNKNOWN"]);
  expect(await ask({ inputCid, service: "faithful-x2" })).toEqual([404, "STORE_NOT_FOUND"]);
});
