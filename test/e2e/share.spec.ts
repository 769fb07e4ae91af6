import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { expect, test } from "@playwright/test";
import { isAddressEqual, toHex } from "viem";
import { devOperator } from "../../commands/start/dev-accounts.ts";
import { mintTiny } from "./many-works.ts";
import { chainClock, network } from "./running-network.ts";
import { fitsEverybody, give, openTrader, toOwn } from "./trading-wallets.ts";

/** The account of the operator that computed a work of one lot. */
async function operatorOf(tokenId: bigint) {
  const { escrow } = network().addresses;
  const event = { address: escrow, abi: jobEscrowAbi, eventName: "Claimed" } as const;
  const claims = await chainClock().getContractEvents({
    ...event,
    args: { lotId: tokenId << 16n },
    fromBlock: "earliest",
  });
  const operator = claims.at(-1)?.args.operator;
  const account = [1, 2, 3]
    .map(devOperator)
    .find(({ address }) => operator && isAddressEqual(address, operator));
  const key = account?.getHdKey().privateKey;
  if (!account || !key) throw new Error("no operator of the network computed this");
  return { address: account.address, key: toHex(key) };
}

test("a sale puts aside what its artist promised the operators, and they take it home", async ({
  browser,
}, info) => {
  const [tokenId = 0n] = await mintTiny(1, { operatorShareBps: 400 });
  const path = `/works/${tokenId}`;
  const operator = await operatorOf(tokenId);
  await expect(async () => {
    const page = await browser.newPage({ baseURL: network().urls.gallery });
    expect((await page.goto(path))?.status()).toBe(200);
    await page.close();
  }).toPass();

  const seller = await openTrader(browser, path);
  await give(tokenId, seller.address);
  await seller.page.getByTestId("sell-list").click();
  await seller.page.locator('[name="price"]').fill("1");
  const line = seller.page.getByTestId("breakdown").getByText("Share of who computed it");
  await expect(line).toBeVisible();
  await expect(seller.page.getByTestId("breakdown")).toContainText("0.04 ETH");
  await seller.page.screenshot({ path: info.outputPath("list.png"), fullPage: true });
  await seller.page.getByTestId("approve").click();
  await seller.page.getByTestId("list").click();
  await expect(seller.page.getByTestId("own-listing")).toContainText("1 ETH");

  const buyer = await openTrader(browser, path);
  await buyer.page.getByTestId("buy").click();
  await toOwn(buyer);

  const worker = await openTrader(browser, `/operate?operator=${operator.address}`, { key: operator.key });
  const share = worker.page.getByTestId("share").filter({ hasText: `Work ${tokenId}` });
  await expect(share).toContainText("0.04 ETH");
  await fitsEverybody(worker.page);
  await worker.page.screenshot({ path: info.outputPath("shares.png"), fullPage: true });
  await share.getByTestId("take-share").click();
  await expect(share).toBeHidden();
  for (const { page } of [seller, buyer, worker]) await page.context().close();
});
