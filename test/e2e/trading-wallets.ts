import AxeBuilder from "@axe-core/playwright";
import { artMarketAbi } from "@graphiti/protocol/abi/art-market.ts";
import { graphitiArtAbi } from "@graphiti/protocol/abi/graphiti-art.ts";
import { type Browser, expect, type Page } from "@playwright/test";
import { type Address, createWalletClient, type Hex, http, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { injectWallet, type WalletMood } from "./injected-wallet.ts";
import { chainClock, network } from "./running-network.ts";

const chainId = 31337;

export type Trader = { page: Page; address: Address; mood: WalletMood };

/** Opens a page of its own for somebody with a wallet and money, connected. */
export async function openTrader(
  browser: Browser,
  path: string,
  { batches = false, key = generatePrivateKey() }: { batches?: boolean; key?: Hex } = {},
): Promise<Trader> {
  const { urls } = network();
  const context = await browser.newContext({ baseURL: urls.gallery, viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const mood: WalletMood = { chainId, rejects: false, knowsChain: true, batches };
  const { address } = privateKeyToAccount(key);
  await chainClock().setBalance({ address, value: parseEther("20") });
  await injectWallet(page, urls.rpc, mood, key);
  await page.goto(path);
  await page.getByTestId("connect-wallet").click();
  await page.getByRole("button", { name: "Test Wallet" }).click();
  await expect(page.getByTestId("account")).toBeVisible();
  return { page, address, mood };
}

/** Acts as an account without its key, which a local chain allows. */
export async function actingAs(account: Address) {
  const chain = chainClock();
  await chain.impersonateAccount({ address: account });
  await chain.setBalance({ address: account, value: parseEther("20") });
  return createWalletClient({ account, transport: http(network().urls.rpc) });
}

export async function ownerOf(tokenId: bigint): Promise<Address> {
  const { art } = network().addresses;
  return chainClock().readContract({
    address: art,
    abi: graphitiArtAbi,
    functionName: "ownerOf",
    args: [tokenId],
  });
}

/** Hands a work over, whoever has it. */
export async function give(tokenId: bigint, to: Address): Promise<void> {
  const { art } = network().addresses;
  const owner = await ownerOf(tokenId);
  const wallet = await actingAs(owner);
  const hash = await wallet.writeContract({
    address: art,
    abi: graphitiArtAbi,
    functionName: "transferFrom",
    args: [owner, to, tokenId],
    chain: null,
  });
  await chainClock().waitForTransactionReceipt({ hash });
}

/** Lists a work at another price behind the page's back. */
export async function relist(tokenId: bigint, priceWei: bigint): Promise<void> {
  const { art, market } = network().addresses;
  const wallet = await actingAs(await ownerOf(tokenId));
  const { timestamp } = await chainClock().getBlock();
  const hash = await wallet.writeContract({
    address: market,
    abi: artMarketAbi,
    functionName: "list",
    args: [art, tokenId, priceWei, Number(timestamp) + 86_400, 0],
    chain: null,
  });
  await chainClock().waitForTransactionReceipt({ hash });
}

/** Waits until a trader's page shows somebody as the owner, by default the trader. */
export const toOwn = ({ page, address }: Trader, owner = address) =>
  expect(page.getByTestId("owner-now")).toHaveAttribute("data-owner", owner, { timeout: 60_000 });

/** That a page keeps the accessibility rules, and fits the width of a phone. */
export async function fitsEverybody(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa"]).analyze();
  expect(violations).toEqual([]);
  const size = page.viewportSize();
  await page.setViewportSize({ width: 375, height: 760 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
  if (size) await page.setViewportSize(size);
}
