import { readEnv } from "@graphiti/protocol/env.ts";
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  workers: 1,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: "list",
  outputDir: "../../test-results",
  forbidOnly: true,
  globalSetup: "./start-network.ts",
  use: {
    viewport: { width: 1280, height: 860 },
    acceptDownloads: true,
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: readEnv().CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
