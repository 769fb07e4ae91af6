import { execFile } from "node:child_process";
import { promisify } from "node:util";
import AxeBuilder from "@axe-core/playwright";
import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { consentLink, consentTypedData } from "@graphiti/protocol/consent.ts";
import { childEnv } from "@graphiti/protocol/env.ts";
import { expect, type Page, test } from "@playwright/test";
import type { Address } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { holdScripts } from "./hold-scripts.ts";
import { chainClock, network, networkHome } from "./running-network.ts";

test.use({ baseURL: "http://127.0.0.1:4300" });

const withoutFragment = /^[^#]+$/;

/** Connects the burner wallet on the page for operators; resolves with its address. */
async function connect(page: Page): Promise<Address> {
  await page.goto("/operate");
  await page.getByTestId("use-burner").click();
  await expect(page.getByTestId("desk")).toHaveAttribute("data-own", "true");
  return new URL(page.url()).searchParams.get("operator") as Address;
}

const read = (functionName: "operatorOf" | "keyNonce", key: Address) =>
  chainClock().readContract({
    address: network().addresses.escrow,
    abi: jobEscrowAbi,
    functionName,
    args: [key],
  });

/** A link like the node's, for a key that the test holds. */
async function linkFor(operator: Address, signer = generatePrivateKey()) {
  const { chainId, addresses, urls } = network();
  const key = privateKeyToAccount(signer);
  const deadline = (await chainClock().getBlock()).timestamp + 86_400n;
  const nonce = (await read("keyNonce", key.address)) as bigint;
  const message = { operator, key: key.address, nonce, deadline };
  const signature = await key.signTypedData(consentTypedData(message, { chainId, escrow: addresses.escrow }));
  return { key: key.address, link: consentLink(urls.gallery, { ...message, signature }) };
}

test("without a wallet: three steps, what can be lost, and the operators", async ({ page }) => {
  await page.goto("/operate");
  await expect(page.getByTestId("unaudited")).toContainText(/unaudited/i);
  await expect(page.getByTestId("guide")).toContainText("npx phaestus key --operator");
  await expect(page.getByTestId("operator-without-wallet")).toBeVisible();
  await page.getByTestId("operator-row").first().getByRole("link").click();
  await expect(page.getByTestId("desk")).toHaveAttribute("data-own", "false");
  await expect(page.getByTestId("free")).toContainText(/^\d.* ETH$/);
  await expect(page.getByTestId("active-key")).toBeVisible();
  await expect(page.getByTestId("step").first()).toBeVisible();
  await expect(page.getByTestId("stake")).toHaveCount(0);
  await page.getByTestId("history").getByRole("link", { name: "Keys" }).click();
  await expect(page.getByTestId("step")).toHaveCount(1);
  await expect(page.getByTestId("step")).toHaveAttribute("data-kind", "keyRegistered");
});

test("no wallet can be asked for before the page can answer", async ({ page }) => {
  const letScripts = await holdScripts(page);
  await page.goto("/operate", { waitUntil: "commit" });
  await expect(page.getByTestId("use-burner")).toBeDisabled();
  letScripts();
  await page.getByTestId("use-burner").click();
  await expect(page.getByTestId("desk")).toHaveAttribute("data-own", "true");
});

test("an operator stakes, registers the node's key by its link, and stops it", async ({ page }, testInfo) => {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  const operator = await connect(page);
  await page.getByLabel("Put in").fill("0,5");
  await page.getByTestId("stake").click();
  await expect(page.getByTestId("free")).toHaveText("0.5 ETH");
  await expect(page.getByLabel("Put in")).toHaveValue("");

  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", "node-worker/phaestus.ts", "key", "--operator", operator],
    {
      env: childEnv({
        GRAPHITI_CHAIN: "local",
        RPC_URL: network().urls.rpc,
        DEPLOYMENT_FILE: network().deploymentFile,
        GALLERY_URL: network().urls.gallery,
        PHAESTUS_HOME: testInfo.outputPath("node"),
        PHAESTUS_PASSWORD_FILE: `${networkHome}/secrets/node-password`,
      }),
    },
  );
  const link = /^http\S+$/m.exec(stdout)?.[0] ?? "";
  const key = new URLSearchParams(new URL(link).hash.slice(1)).get("key") as Address;
  await page.goto(link);
  await expect(page.getByTestId("consent")).toContainText(key);
  await page.getByTestId("register").click();
  const row = page.getByTestId("active-key");
  await expect(row).toContainText(key);
  await expect(row).toContainText("No gas");
  expect(await read("operatorOf", key)).toBe(operator);
  await expect(page).toHaveURL(withoutFragment);

  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await page.screenshot({ path: testInfo.outputPath("wide.png"), fullPage: true });
  await page.setViewportSize({ width: 375, height: 760 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
  await page.screenshot({ path: testInfo.outputPath("phone.png"), fullPage: true });

  await row.getByText("Stop this key").click();
  await page.getByTestId("stop-key").click();
  await expect(row).toHaveCount(0);
  await expect(page.getByTestId("stopped-keys")).toBeVisible();
  expect(BigInt((await read("operatorOf", key)) as string)).toBe(0n);
  await expect(page.getByTestId("step").first()).toHaveAttribute("data-kind", "keyStopped");
  // The server has been asked again since: nothing brought the used consent back.
  await expect(page).toHaveURL(withoutFragment);

  // The used consent is worth nothing now.
  await page.goto(link);
  await expect(page.getByTestId("register-key").getByTestId("problem")).toContainText(/not signed by that/);
  expect(complaints).toEqual([]);
});

test("a consent that is for somebody else, expired, or signed by another key is refused", async ({
  page,
}) => {
  const operator = await connect(page);
  const field = page.getByLabel("Consent of the machine key");
  const problem = page.getByTestId("register-key").getByTestId("problem");

  await field.fill("none of this is a consent");
  await expect(page.getByText("There is no whole consent in this")).toBeVisible();
  await expect(page.getByTestId("register")).toBeDisabled();

  const { link: foreign } = await linkFor(network().addresses.escrow);
  await field.fill(foreign);
  await expect(page.getByText("This consent is for the wallet")).toBeVisible();
  await expect(page.getByTestId("register")).toBeDisabled();

  const { link, key } = await linkFor(operator);
  const { key: other } = await linkFor(operator);
  await field.fill(link.replace(key, other));
  await expect(problem).toContainText("not signed by that machine key");
  await field.fill(link.replace(/deadline=\d+/, "deadline=1000000000"));
  await expect(problem).toContainText("was good until 2001-09-09");
  expect(BigInt((await read("operatorOf", other)) as string)).toBe(0n);

  await field.fill(link);
  await expect(problem).toHaveCount(0);
  await page.getByTestId("register").click();
  await expect(page.getByTestId("active-key")).toContainText(key);
});

test("stake is taken out, waits, outlives a reload, and comes home", async ({ page }) => {
  const operator = await connect(page);
  await page.getByLabel("Put in").fill("0.3");
  await page.getByTestId("stake").click();
  await expect(page.getByTestId("free")).toHaveText("0.3 ETH");

  await page.getByLabel("Take out").fill("1");
  await expect(page.getByTestId("problem")).toContainText("Only 0.3 ETH of the stake is free");
  await page.getByRole("button", { name: "All that is free" }).click();
  await expect(page.getByTestId("problem")).toHaveCount(0);
  await page.getByTestId("requestUnstake").click();
  await expect(page.getByTestId("free")).toHaveText("0 ETH");
  await expect(page.getByTestId("ready-at")).toContainText(/from .* on, in/);
  await expect(page.getByTestId("unstake")).toHaveCount(0);

  const clock = chainClock();
  await clock.increaseTime({ seconds: 7 * 86_400 });
  await clock.mine({ blocks: 1 });
  await page.reload();
  const before = await clock.getBalance({ address: operator });
  await page.getByTestId("unstake").click();
  await expect(page.getByTestId("leaving")).toHaveCount(0);
  expect((await clock.getBalance({ address: operator })) > before).toBe(true);
  await expect(page.getByTestId("step").first()).toHaveAttribute("data-kind", "unstaked");
});

test("a stake that is sent outlives a reload", async ({ page }) => {
  await connect(page);
  const clock = chainClock();
  await clock.setIntervalMining({ interval: 0 });
  try {
    await page.getByLabel("Put in").fill("0.1");
    await page.getByTestId("stake").click();
    await expect(page.getByTestId("stake")).toHaveText("Waiting for the chain");
    await page.reload();
    await expect(page.getByTestId("transaction-notice")).toContainText("Staking: waiting for the chain");
  } finally {
    await clock.setIntervalMining({ interval: 1 });
  }
  await expect(page.getByTestId("free")).toHaveText("0.1 ETH");
  await expect(page.getByTestId("transaction-notice")).toHaveCount(0);
});
