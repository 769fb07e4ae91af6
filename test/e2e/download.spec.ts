import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { initSync, WasmReader } from "@contentauth/c2pa-wasm";
import { cameraOfExif } from "@graphiti/protocol/picture/camera-data.ts";
import { expect, type Page, test } from "@playwright/test";
import sharp from "sharp";
import { holdScripts } from "./hold-scripts.ts";
import { cameraJpeg, paintedJpeg } from "./pictures.ts";
import { network } from "./running-network.ts";

test.use({ baseURL: "http://127.0.0.1:4300" });

const formats = { PNG: "png", TIFF: "tif", JPEG: "jpg", WebP: "webp" } as const;

/** Takes a work home through the form on its page. */
async function download(page: Page, name: keyof typeof formats, withCredentials = false): Promise<Buffer> {
  const form = page.getByTestId("download-form");
  await form.getByRole("radio", { name }).check();
  await form.getByRole("checkbox").setChecked(withCredentials);
  const coming = page.waitForEvent("download");
  await page.getByTestId("download").click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(new RegExp(`^[a-z0-9-]+\\.${formats[name]}$`));
  return readFile(await file.path());
}

test("a work comes home in the format that was chosen with it", async ({ page }, info) => {
  await page.goto("/create");
  await expect(page.getByTestId("create")).toHaveAttribute("data-restored", "true");
  const format = page.getByTestId("format");
  await expect(format.getByRole("radio", { name: "PNG" })).toBeChecked();
  await format.locator('[value="webp"]').check({ force: true });
  await expect(format).toContainText("WebP: quality 92, smallest. Made from the proved PNG");
  await page.locator('[name="scale"][value="4"]').check({ force: true });
  await page.getByTestId("file-input").setInputFiles(await paintedJpeg(1300, 1250));
  await expect(format, "26 million pixels, once enlarged").toContainText(
    "WebP is made here up to 25 million",
  );
  await expect(format.locator('[value="webp"]')).toBeDisabled();
  await expect(format.getByRole("radio", { name: "PNG" })).toBeChecked();
  await page.screenshot({ path: info.outputPath("format.png"), fullPage: true });
  await format.locator('[value="tiff"]').check({ force: true });

  await page.goto("/works/1");
  const rows = page.getByTestId("download-form");
  await expect(rows.getByRole("radio", { name: "TIFF" })).toBeChecked();
  await rows.scrollIntoViewIfNeeded();
  await page.screenshot({ path: info.outputPath("work.png") });
  const coming = page.waitForEvent("download");
  await page.getByTestId("download").click();
  expect((await coming).suggestedFilename()).toMatch(/\.tif$/);

  await rows.getByRole("radio", { name: "JPEG" }).check();
  await page.goto("/generate");
  await expect(page.getByTestId("format").getByRole("radio", { name: "JPEG" })).toBeChecked();
});

test("a format that is chosen before the page is alive stands", async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem("graphiti.format.1", '{"format":"tiff"}'));
  const letScripts = await holdScripts(page);
  await page.goto("/works/1", { waitUntil: "commit" });
  const rows = page.getByTestId("download-form");
  await rows.getByRole("radio", { name: "WebP" }).check();
  letScripts();
  await expect(rows.locator("fieldset")).toHaveAttribute("data-restored", "true");
  await expect(rows.getByRole("radio", { name: "WebP" })).toBeChecked();
});

test("camera data is kept only when the artist says so, and every format takes the work home whole", async ({
  page,
}, testInfo) => {
  await page.goto("/create");
  await expect(page.getByTestId("create")).toHaveAttribute("data-restored", "true");
  await page.getByTestId("file-input").setInputFiles(await cameraJpeg(90, 60));
  const keep = page.getByTestId("keep-camera");
  await expect(keep).not.toBeChecked();
  const box = page.locator("label", { has: keep });
  await expect(box).toContainText("FUJIFILM X-T5, 1/250 s, f/2.8, ISO 400, 35 mm, 2026-05-06 07:08:09");
  await expect(box).not.toContainText("51");
  await keep.check();
  await page.screenshot({ path: testInfo.outputPath("camera.png"), fullPage: true });
  await page.getByLabel("Title").fill("Harbour, noted");
  await page.getByTestId("use-burner").click();
  await page.getByTestId("pay").click();
  await page.waitForURL(/\/works\/\d+$/, { timeout: 180_000 });
  for (const line of ["FUJIFILM X-T5", "1/250 s"]) await expect(page.getByTestId("work")).toContainText(line);

  const original = await download(page, "PNG");
  const image = await (await page.request.get(`${page.url()}/download`)).body();
  const digest = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
  expect(digest(original), "the proved file, byte for byte").toBe(digest(image));
  const pixels = await sharp(original).raw().toBuffer();
  for (const name of ["TIFF", "JPEG", "WebP"] as const) {
    const bytes = await download(page, name);
    const { data, info } = await sharp(bytes).raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height, info.channels], name).toEqual([180, 120, 3]);
    const error =
      data.reduce((sum, value, at) => sum + Math.abs(value - (pixels[at] as number)), 0) / data.length;
    if (name === "TIFF") expect(error, "lossless").toBe(0);
    else expect(error, `${name} differs by ${error} of 255 on average`).toBeLessThan(4);
    const { exif, xmp } = await sharp(bytes).metadata();
    expect(xmp?.toString(), name).toContain(`${new URL(page.url()).pathname}</xmpRights:WebStatement>`);
    expect(xmp?.toString(), name).toContain("FUJIFILM X-T5");
    if (name !== "TIFF")
      expect(cameraOfExif(exif ?? Buffer.alloc(0)), name).toMatchObject({
        aperture: "f/2.8",
        exposure: "1/250 s",
      });
    expect(`${exif?.toString("latin1")}${xmp}`, `${name} tells of a place`).not.toContain("GPS");
  }
});

test("a copy with content credentials names the job, and one changed byte breaks them", async ({ page }) => {
  initSync({
    module: await readFile(createRequire(import.meta.url).resolve("@contentauth/c2pa-wasm/c2pa.wasm")),
  });
  await page.goto("/works/1");
  await expect(page.getByTestId("development-certificate")).toBeVisible();
  const bytes = await download(page, "JPEG", true);
  const plain = await download(page, "JPEG");
  const [signed, bare] = await Promise.all([bytes, plain].map((file) => sharp(file).raw().toBuffer()));
  expect(signed?.equals(bare ?? Buffer.alloc(0)), "the pixels stay as they are").toBe(true);

  const read = async (file: Uint8Array) =>
    JSON.parse((await WasmReader.fromBytes("image/jpeg", file)).json());
  const store = await read(bytes);
  const codes = (store.validation_status ?? []).map(({ code }: { code: string }) => code);
  expect(codes, "all is right but who signed").toEqual(["signingCredential.untrusted"]);
  const { assertions } = store.manifests[store.active_manifest];
  const job = assertions.find(({ label }: { label: string }) => label === "org.graphiti.job").data;
  const { addresses, urls } = network();
  expect(job).toMatchObject({
    chainId: 31337,
    escrow: addresses.escrow,
    jobId: "1",
    service: "faithful-x2",
    receipt: `${urls.gallery}/works/1`,
  });
  expect(job.outputRoot).toMatch(/^0x[0-9a-f]{64}$/);

  const tampered = Uint8Array.from(bytes);
  tampered[bytes.length - 800] = (tampered[bytes.length - 800] as number) ^ 1;
  expect(JSON.stringify((await read(tampered)).validation_status)).toContain("dataHash.mismatch");
});
