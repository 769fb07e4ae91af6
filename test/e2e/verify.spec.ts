import { expect, type Page, test } from "@playwright/test";

test.use({ baseURL: "http://127.0.0.1:4300" });

/** The first work of every local network: 16 tiles, 4 in a row. */
const work = "/works/1";

const result = (page: Page) => page.getByTestId("tile-result");

test("a visitor checks a tile by one click, and nothing of the engine is fetched before", async ({
  page,
}, info) => {
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(request.url()));
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(work);
  await expect(page.getByTestId("verify")).toBeVisible();
  await page.waitForLoadState("networkidle");
  const engine = /\.wasm|worker|\/tiles\//;
  expect(fetched.filter((url) => engine.test(url))).toEqual([]);

  await page.getByTestId("check-tile").click();
  await expect(result(page)).toHaveAttribute("data-equal", "true", { timeout: 90_000 });
  await expect(result(page)).toContainText("Equal, to the last bit.");
  await expect(result(page)).toContainText("ONNX Runtime in WebAssembly");
  const [computed, delivered] = await result(page).getByTestId("digest").allTextContents();
  expect(computed).toMatch(/^0x[0-9a-f]{64}$/);
  expect(delivered).toBe(computed);
  expect(fetched.some((url) => /\.wasm/.test(url))).toBe(true);
  expect(fetched.filter((url) => new URL(url).hostname !== "127.0.0.1")).toEqual([]);
  expect(errors).toEqual([]);
  await page.getByTestId("verify").screenshot({ path: info.outputPath("verify.png") });

  await page.getByRole("button", { name: "Check another" }).click();
  await expect(page.getByTestId("check-tile")).toBeEnabled({ timeout: 90_000 });
  await expect(result(page).getByTestId("digest").first()).not.toHaveText(computed ?? "");
  await expect(result(page)).toHaveAttribute("data-equal", "true");
});

test("a tile is chosen by the keyboard or by pointing at it", async ({ page }) => {
  await page.goto(work);
  const picker = page.getByTestId("tile-picker");
  await expect(picker).toBeEnabled();
  await picker.focus();
  for (const key of ["ArrowRight", "ArrowRight", "ArrowDown"]) await page.keyboard.press(key);
  await expect(picker).toHaveAttribute("aria-valuetext", "Tile 6 of 16, column 2, row 2");
  const box = await picker.boundingBox();
  if (!box) throw new Error("the picture is not there");
  await picker.click({ position: { x: box.width * 0.9, y: box.height * 0.1 } });
  await expect(picker).toHaveAttribute("aria-valuetext", "Tile 4 of 16, column 4, row 1");
  await page.getByRole("button", { name: "Check this tile" }).click();
  await expect(result(page)).toContainText("Tile 4 of 16", { timeout: 90_000 });
});

test("a delivered tile with one wrong value is reported as not equal", async ({ page }, info) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.route(/\/works\/1\/tiles\/\d+$/, async (route) => {
    const response = await route.fetch();
    const tile = await response.json();
    const pixels = Buffer.from(tile.output.pixels, "base64");
    pixels[1000] = (pixels[1000] as number) ^ 1;
    await route.fulfill({ json: { ...tile, output: { ...tile.output, pixels: pixels.toString("base64") } } });
  });
  await page.goto(work);
  await page.getByTestId("check-tile").click();
  await expect(result(page)).toHaveAttribute("data-equal", "false", { timeout: 90_000 });
  await expect(result(page)).toContainText("Not equal.");
  await expect(result(page)).toContainText("1 of 196,608 values differ.");
  await expect(result(page)).toContainText("not the one that the token commits to");
  await page.getByTestId("verify").screenshot({ path: info.outputPath("not-equal.png") });
});

test("an answer that does not come is a sentence", async ({ page }) => {
  await page.route(/\/works\/1\/tiles\/\d+$/, (route) =>
    route.fulfill({
      status: 404,
      json: {
        code: "STORE_NOT_FOUND",
        message: "The file store does not have this content.",
        nextStep: "Try again in a moment.",
        docs: "/docs/errors#store_not_found",
      },
    }),
  );
  await page.goto(work);
  await page.getByTestId("check-tile").click();
  await expect(page.getByTestId("verify").getByTestId("problem")).toContainText("does not have this content");
});

test("where WebAssembly is forbidden the plain arithmetic gives the same", async ({ page }) => {
  // A policy on the worker's own script counts for it, as one that a proxy adds would.
  await page.route(/turbopack-worker[^/]*\.js$/, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), "content-security-policy": "script-src 'self'" };
    await route.fulfill({ response, headers });
  });
  await page.goto(work);
  await page.getByTestId("check-tile").click();
  await expect(result(page)).toHaveAttribute("data-equal", "true", { timeout: 200_000 });
  await expect(result(page)).toContainText("the plain integer arithmetic that defines the service");
});
