import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { paintedJpeg, plainFile } from "./pictures.ts";
import { chainClock, signalIndexer, signalNodes } from "./running-network.ts";

test.use({ baseURL: "http://127.0.0.1:4300" });

const refused: [string, string, RegExp][] = [
  ["an empty file", "", /empty/i],
  ["a text", "hello", /not a picture|PNG, JPEG/i],
  [
    "an SVG named PNG",
    "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    /not a picture|PNG, JPEG/i,
  ],
];

for (const [name, content, sentence] of refused)
  test(`${name} is refused with a sentence, and another file can be chosen`, async ({ page }) => {
    await page.goto("/create");
    await expect(page.getByTestId("create")).toHaveAttribute("data-restored", "true");
    await page.getByTestId("file-input").setInputFiles(await plainFile("picture.png", content));
    await expect(page.getByTestId("problem").first()).toContainText(sentence);
    await page.getByTestId("file-input").setInputFiles(await paintedJpeg(64));
    await expect(page.getByTestId("offer")).toBeVisible();
  });

test("nodes that are killed in the middle come back, and the job ends minted once", async ({ page }) => {
  await page.goto("/create");
  await expect(page.getByTestId("create")).toHaveAttribute("data-restored", "true");
  await page.getByTestId("file-input").setInputFiles(await paintedJpeg(1100));
  await expect(page.getByTestId("offer")).toBeVisible();
  await page.getByLabel("Title").fill("Killed in the middle");
  await page.getByTestId("use-burner").click();
  await page.getByTestId("pay").click();
  await page.waitForURL(/\/jobs\/\d+$/, { timeout: 60_000 });
  await expect(page.getByTestId("progress")).toContainText("Reported by the node", { timeout: 60_000 });
  signalNodes("SIGKILL");
  await page.waitForURL(/\/works\/\d+$/, { timeout: 200_000 });
  await expect(page.getByTestId("work-title")).toHaveText("Killed in the middle");
  await expect(page.getByTestId("transactions").getByText("Submit", { exact: false })).toHaveCount(1);
});

test("what an index that was away for a moment kept from being shown comes by itself", async ({ page }) => {
  signalIndexer("SIGSTOP");
  try {
    await page.goto("/works/1");
    await expect(page.getByTestId("problem")).toHaveAttribute("data-code", "INDEXER_UNREACHABLE");
  } finally {
    signalIndexer("SIGCONT");
  }
  await expect(page.getByTestId("work-title")).toBeVisible();
  await expect(page.getByTestId("problem")).toHaveCount(0);
});

test("no node comes: after the deadline the artist takes the whole price back", async ({ page }) => {
  signalNodes("SIGSTOP");
  try {
    await page.goto("/create");
    await expect(page.getByTestId("create")).toHaveAttribute("data-restored", "true");
    await page.getByTestId("file-input").setInputFiles(await paintedJpeg(64));
    await page.getByLabel("Title").fill("Nobody came");
    await page.getByTestId("use-burner").click();
    await page.getByTestId("pay").click();
    await page.waitForURL(/\/jobs\/\d+$/, { timeout: 60_000 });
    const jobUrl = page.url();
    const clock = chainClock();
    await clock.increaseTime({ seconds: 24 * 3600 });
    await clock.mine({ blocks: 1 });
    await page.reload();
    await page.getByTestId("close-job").click();
    await page.getByTestId("expire-job").click({ timeout: 60_000 });
    await page.getByTestId("withdraw").click({ timeout: 60_000 });
    await expect(page.getByTestId("withdraw")).toHaveCount(0, { timeout: 60_000 });
    await page.goto(jobUrl);
    await expect(page.getByTestId("job")).toHaveAttribute("data-state", "closed");
    await expect(page.getByTestId("job-sentence")).toContainText(/back|refund|closed/i);
  } finally {
    signalNodes("SIGCONT");
  }
});

for (const path of ["/works/999999", "/jobs/999999", "/works/abc", "/nowhere"])
  test(`${path} says kindly that there is nothing`, async ({ page }) => {
    const response = await page.goto(path);
    expect(response?.status()).toBe(404);
    await expect(page.getByTestId("not-found")).toBeVisible();
  });

for (const path of [
  "/",
  "/create",
  "/batch",
  "/jobs",
  "/works/1",
  "/jobs/1",
  "/credits",
  "/operate",
  "/docs/errors",
])
  test(`${path} is accessible, quiet and fits a phone`, async ({ page }, testInfo) => {
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    const response = await page.goto(path);
    expect(response?.headers()["content-security-policy"]).toContain("nonce-");
    await expect(page.locator("h1").first()).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    await page.screenshot({ path: testInfo.outputPath("wide.png") });
    await page.setViewportSize({ width: 375, height: 760 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    await page.screenshot({ path: testInfo.outputPath("phone.png"), fullPage: true });
    expect(complaints).toEqual([]);
  });

test("too large an upload is refused while it streams", async ({ request }) => {
  const response = await request.post("/api/uploads", {
    data: Buffer.alloc(101 * 1024 * 1024),
    headers: { "content-type": "application/octet-stream", origin: "http://127.0.0.1:4300" },
  });
  expect(response.status()).toBe(413);
  expect(await response.json()).toMatchObject({ code: "PICTURE_TOO_LARGE" });
});
