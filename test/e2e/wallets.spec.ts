import { expect, test } from "@playwright/test";
import { createTestClient, http, parseEther } from "viem";
import { injectWallet, type WalletMood } from "./injected-wallet.ts";
import { paintedJpeg } from "./pictures.ts";
import { network } from "./running-network.ts";

test.use({ baseURL: "http://127.0.0.1:4300" });

test("a browser wallet: wrong network, no money, a change of mind, and then a minted work", async ({
  page,
}) => {
  const { rpc } = network().urls;
  const mood: WalletMood = { chainId: 31337, rejects: false, knowsChain: true };
  const wallet = await injectWallet(page, rpc, mood);
  await page.goto("/create");
  await expect(page.getByTestId("create")).toHaveAttribute("data-restored", "true");
  await page.getByTestId("file-input").setInputFiles(await paintedJpeg(64));
  await expect(page.getByTestId("offer")).toBeVisible();
  await page.getByLabel("Title").fill("From a wallet");
  await page.getByTestId("connect-wallet").click();
  await page.getByRole("button", { name: "Test Wallet" }).click();
  await expect(page.getByTestId("pay")).toBeVisible();

  await wallet.moveTo(1);
  const notice = page.getByTestId("wrong-network");
  await expect(notice).toBeVisible();
  await notice.getByRole("button", { name: /switch/i }).click();
  await expect.poll(() => mood.chainId).toBe(31337);
  await expect(notice).toHaveCount(0);

  const problem = page.getByTestId("pay-panel").getByTestId("problem");
  await page.getByTestId("pay").click();
  await expect(problem).toContainText(/not hold enough/i);

  const chain = createTestClient({ mode: "anvil", transport: http(rpc) });
  await chain.setBalance({ address: wallet.address, value: parseEther("1") });
  mood.rejects = true;
  await page.getByTestId("pay").click();
  await expect(problem).toContainText(/declined/i);

  mood.rejects = false;
  await page.getByTestId("pay").click();
  await page.waitForURL(/\/works\/\d+$/, { timeout: 120_000 });
  await expect(page.getByTestId("work-title")).toHaveText("From a wallet");
});
