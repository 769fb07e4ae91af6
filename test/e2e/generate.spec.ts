import { writeFile } from "node:fs/promises";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import sharp from "sharp";

test.use({ baseURL: "http://127.0.0.1:4300" });

const small = "/generate?service=dream&seed=the+sea&palette=aurora&complexity=5&symmetry=mirror&variation=7";

/** The preview's pixels as RGB, once it is sharp. */
async function previewPixels(page: Page): Promise<{ width: number; height: number; rgb: Buffer }> {
  const preview = page.getByTestId("preview");
  await expect(preview).toHaveAttribute("data-state", "sharp", { timeout: 60_000 });
  const { width, height, rgba } = await preview.evaluate((canvas: HTMLCanvasElement) => {
    const { data } = (canvas.getContext("2d") as CanvasRenderingContext2D).getImageData(
      ...([0, 0, canvas.width, canvas.height] as const),
    );
    let text = "";
    for (let at = 0; at < data.length; at += 30_000)
      text += String.fromCharCode(...data.subarray(at, at + 30_000));
    return { width: canvas.width, height: canvas.height, rgba: btoa(text) };
  });
  const rgb = Buffer.from(Buffer.from(rgba, "base64").filter((_, at) => at % 4 !== 3));
  return { width, height, rgb };
}

async function downloaded(page: Page, id: string) {
  const bytes = await (await page.request.get(`/works/${id}/download`)).body();
  const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
  return { bytes, data, info };
}

test("what is seen is minted, pixel for pixel, and is not enlarged afterwards", async ({
  page,
}, testInfo) => {
  await page.goto(`${small}&width=320&height=256`);
  await expect(page.getByTestId("mint")).toHaveAttribute("data-restored", "true");
  await expect(page.getByTestId("shown-size")).toContainText("pixel for pixel");
  const seen = await previewPixels(page);
  expect([seen.width, seen.height]).toEqual([320, 256]);
  await page.getByLabel("Title").fill("The sea, once");
  await expect(page.getByTestId("figure-size")).toHaveText("320 × 256");
  await page.getByTestId("use-burner").click();
  await page.getByTestId("pay").click();
  await page.waitForURL(/\/jobs\/\d+$/, { timeout: 60_000 });
  await expect(page.getByTestId("job-facts")).toContainText("Seed the sea, Aurora");
  await page.screenshot({ path: testInfo.outputPath("job.png"), fullPage: true });
  await page.waitForURL(/\/works\/\d+$/, { timeout: 120_000 });

  await expect(page.getByTestId("work-title")).toHaveText("The sea, once");
  await expect(page.getByTestId("compare-range")).toHaveCount(0);
  await expect(page.getByTestId("receipt").getByTestId("params")).toContainText(
    "Seed the sea, Aurora, complexity 5",
  );
  for (const trait of ["Seed", "Palette", "Complexity", "Symmetry"])
    await expect(page.getByTestId("work").getByText(trait, { exact: true })).toBeVisible();
  await page.screenshot({ path: testInfo.outputPath("work.png"), fullPage: true });
  const id = page.url().split("/").at(-1) ?? "";
  const { bytes, data, info } = await downloaded(page, id);
  expect([info.width, info.height, info.channels]).toEqual([320, 256, 3]);
  expect(data.equals(seen.rgb), "the token's pixels are the preview's").toBe(true);

  await page.getByTestId("render-larger").click();
  await expect(page).toHaveURL(/\/generate\?.*width=8192&height=6554/);
  await expect(page.locator('[name="palette"]:checked')).toHaveValue("Aurora");

  const file = testInfo.outputPath("again.png");
  await writeFile(file, bytes);
  await page.goto("/create");
  await expect(page.getByTestId("create")).toHaveAttribute("data-restored", "true");
  await page.getByTestId("file-input").setInputFiles(file);
  const problem = page.getByTestId("problem");
  await expect(problem).toHaveAttribute("data-code", "UPSCALE_OF_GENERATED");
  await expect(problem.getByTestId("way-out")).toHaveAttribute(
    "href",
    /^\/generate\?service=dream.*palette=aurora/,
  );
  await page.screenshot({ path: testInfo.outputPath("refused.png"), fullPage: true });

  const copy = testInfo.outputPath("copy.jpg");
  await writeFile(copy, await (await page.request.get(`/works/${id}/download?format=jpeg`)).body());
  await page.getByTestId("file-input").setInputFiles(copy);
  await expect(problem).toContainText(`a copy of work ${id}`);
  await expect(problem).toHaveAttribute("data-code", "UPSCALE_OF_GENERATED");
});

test("a link shows the same picture, and every change is in the link", async ({ page, context }) => {
  await page.goto(`${small}&width=200&height=160`);
  const complexity = page.getByLabel("Complexity");
  await expect(complexity).toBeEnabled();
  await complexity.focus();
  await page.keyboard.press("ArrowRight");
  await page.getByText("Flow", { exact: true }).click();
  await page.getByLabel("Seed", { exact: true }).fill("482113907");
  await expect(page).toHaveURL(/service=flow&seed=482113907&palette=aurora&complexity=6/);
  const here = await previewPixels(page);
  const other = await context.newPage();
  await other.goto(page.url());
  const there = await previewPixels(other);
  expect(there.rgb.equals(here.rgb)).toBe(true);
});

test("seeds are drawn, kept, compared and taken up again, by keyboard too", async ({ page }, testInfo) => {
  await page.goto(`${small}&width=240&height=240`);
  const seed = page.getByLabel("Seed", { exact: true });
  await page.getByTestId("keep").click();
  await expect(page.getByTestId("kept")).toHaveCount(1);
  await page.getByTestId("shuffle").focus();
  await page.keyboard.press("Enter");
  await expect(seed).not.toHaveValue("the sea");
  await page.getByTestId("compare-kept").click();
  await expect(page.getByTestId("compare-panes").locator("canvas")).toHaveCount(2);
  await expect(page.getByTestId("compare-panes")).toBeInViewport();
  await page.screenshot({ path: testInfo.outputPath("compare.png"), fullPage: true });
  await page.getByTestId("take-kept").click();
  await expect(seed).toHaveValue("the sea");

  const wall = page.getByTestId("wall-seed");
  await expect(wall).toHaveCount(12);
  const before = await wall.first().getAttribute("aria-label");
  await page.getByTestId("shuffle-all").click();
  await expect(wall.first()).not.toHaveAttribute("aria-label", before ?? "");
  await wall.nth(4).focus();
  await page.keyboard.press("Enter");
  await expect(wall.nth(4)).toHaveAttribute("aria-pressed", "true");
  await page.reload();
  await expect(page.getByTestId("kept")).toHaveCount(1);
  await seed.fill("");
  await expect(page.getByText("Type a number or some words, or shuffle.")).toBeVisible();
});

test("the page is accessible and fits a phone", async ({ page }, testInfo) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${small}&width=2048&height=1638`);
  await expect(page.getByTestId("preview")).toHaveAttribute("data-state", "sharp", { timeout: 60_000 });
  await expect(page.getByTestId("offer")).toBeVisible();
  await page.getByTestId("look-close").click();
  await expect(page.getByTestId("detail")).toHaveAttribute("data-state", "sharp", { timeout: 60_000 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  await page.screenshot({ path: testInfo.outputPath("phone.png"), fullPage: true });
});

test("without JavaScript the page says what it needs", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: "http://127.0.0.1:4300" });
  const page = await context.newPage();
  await page.goto("/generate");
  const notice = page.locator("main noscript p");
  await expect(notice).toBeVisible();
  await expect(notice).toContainText("needs JavaScript");
  await context.close();
});

test("what makes no offer is refused with a code", async ({ request }) => {
  const good = { service: "dream", params: `0x${"00".repeat(32)}`, width: 64, height: 64 };
  const answers: [object, number, string?][] = [
    [good, 200],
    [{ ...good, params: `0x${"ff".repeat(32)}` }, 400, "PARAMS_INVALID"],
    [{ ...good, params: "0x00" }, 400, "PARAMS_INVALID"],
    [{ ...good, service: "faithful-x2" }, 400, "SERVICE_UNKNOWN"],
    [{ ...good, service: "nightmare" }, 400, "SERVICE_UNKNOWN"],
    [{ ...good, width: 8193 }, 413, "PICTURE_TOO_LARGE"],
    [{ ...good, width: 0 }, 400, "BAD_INPUT"],
    [{ ...good, width: 1.5 }, 400, "BAD_INPUT"],
    [{ ...good, more: 1 }, 400, "BAD_INPUT"],
    [{}, 400, "BAD_INPUT"],
  ];
  for (const [data, status, code] of answers) {
    const answer = await request.post("/api/generate-offers", { data });
    expect(answer.status(), JSON.stringify(data)).toBe(status);
    if (code) expect((await answer.json()).code).toBe(code);
  }
  const cross = await request.post("/api/generate-offers", {
    data: good,
    headers: { origin: "https://evil.example" },
  });
  expect(cross.status()).toBe(403);
});
