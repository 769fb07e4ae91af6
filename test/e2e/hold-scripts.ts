import type { Page } from "@playwright/test";

/** Keeps the scripts of a page back, as a slow network would; resolves with what lets them come. */
export async function holdScripts(page: Page): Promise<() => void> {
  const { promise: areLet, resolve: letScripts } = Promise.withResolvers<void>();
  await page.route("**/_next/static/**/*.js", async (route) => {
    await areLet;
    await route.continue();
  });
  return letScripts;
}
