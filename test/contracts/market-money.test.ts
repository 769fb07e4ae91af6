import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { encodeFunctionData, zeroAddress } from "viem";
import { eventsOf, isolateTests, outcomeOf, plain, refused } from "./stage/expect.ts";
import { deployWallet } from "./stage/foreign.ts";
import { setMarketStage } from "./stage/market.ts";

const stage = await setMarketStage();
const { art, market, weth, seller, buyer, rival, token, price, viem, treasury } = stage;

describe("the market's credit", async () => {
  const wallet = await deployWallet(stage);
  isolateTests(stage);

  const runs = (functionName: "bid" | "withdraw", args: readonly unknown[], value = 0n) =>
    wallet.write.run(
      [
        market.address,
        value,
        encodeFunctionData({ abi: market.abi, functionName, args } as Parameters<
          typeof encodeFunctionData
        >[0]),
      ],
      { value },
    );
  /** The wallet bids, is outbid, and takes no ether. */
  const outbid = async () => {
    await market.write.openAuction([token, price, 86_400], { account: seller.account });
    await runs("bid", [token], price);
    return market.write.bid([token], { account: buyer.account, value: 2n * price });
  };

  it("is for whoever does not take what is sent, and keeps nobody else from anything", async () => {
    const hash = await outbid();
    const events = await eventsOf(stage, hash);
    assert.deepEqual(events.at(-1), ["Credited", plain({ account: wallet.address, amount: price })]);
    assert.equal(await market.read.creditOf([wallet.address]), price);
    await market.write.bid([token], { account: rival.account, value: 3n * price });
    assert.equal(await stage.reader.getBalance({ address: market.address }), 4n * price);
  });

  it("is taken out by its owner, once, to where the owner wants", async () => {
    await outbid();
    const before = await stage.balanceOf(rival);
    const hash = await runs("withdraw", [rival.account.address]);
    assert.equal((await stage.balanceOf(rival)) - before, price);
    assert.deepEqual(await eventsOf(stage, hash), [
      ["Withdrawn", plain({ account: wallet.address, to: rival.account.address, amount: price })],
    ]);
    assert.equal((await outcomeOf(runs("withdraw", [rival.account.address]))).name === "accepted", false);
    assert.equal(await market.read.creditOf([wallet.address]), 0n);
  });

  it("stays where it is if it cannot be sent", async () => {
    await outbid();
    for (const to of [zeroAddress, wallet.address, market.address])
      assert.notEqual((await outcomeOf(runs("withdraw", [to]))).name, "accepted", to);
    assert.equal(await market.read.creditOf([wallet.address]), price);
    const { account } = seller;
    await refused(market.write.withdraw([account.address], { account }), "NothingToWithdraw", [
      account.address,
    ]);
  });
});

describe("withdraw", () => {
  isolateTests(stage);

  it("names what is wrong", async () => {
    // Credit of an account that can be told to withdraw: its code refuses ether until it is taken away.
    const { account } = rival;
    await stage.tester.setCode({ address: account.address, bytecode: "0x5f5ffd" });
    await market.write.openAuction([token, price, 86_400], { account: seller.account });
    await stage.tester.impersonateAccount({ address: account.address });
    await market.write.bid([token], { account: account.address, value: price });
    await market.write.bid([token], { account: buyer.account, value: 2n * price });
    const withdraw = (to: `0x${string}`) => market.write.withdraw([to], { account: account.address });
    await refused(withdraw(zeroAddress), "AddressIsZero");
    await refused(withdraw(account.address), "TransferFailed", [account.address]);
    assert.equal(await market.read.creditOf([account.address]), price);
  });
});

describe("a market", () => {
  const deploy = (feeBps: bigint, to = treasury.account.address as `0x${string}`) =>
    viem.deployContract("ArtMarket", [art.address, weth.address, to, feeBps]);

  it("has a fee of at most 2.5 %, and somebody who gets it", async () => {
    const { address } = await deploy(250n);
    assert.ok(await stage.reader.getCode({ address }));
    await stage.assertions.revertWithCustomErrorWithArgs(deploy(251n), market as never, "FeeTooHigh", [
      251n,
      250n,
    ]);
    await stage.assertions.revertWithCustomError(deploy(0n, zeroAddress), market as never, "AddressIsZero");
  });

  it("tells what it was deployed with", async () => {
    const { read } = market;
    const told = [await read.ART(), await read.WETH(), await read.TREASURY(), await read.FEE_BPS()];
    assert.deepEqual(plain(told), plain([art.address, weth.address, treasury.account.address, 100n]));
    assert.deepEqual(
      [await read.PUSH_GAS(), await read.ROYALTY_GAS(), await read.MAX_REFERRER_BPS()],
      [30_000n, 50_000n, 1_000n],
    );
    assert.deepEqual(
      [await read.EXTENSION_SECONDS(), await read.MIN_DURATION_SECONDS(), await read.MAX_DURATION_SECONDS()],
      [900n, 900n, 7_776_000n],
    );
  });

  it("has no function that only somebody special may call", () => {
    const names = market.abi.flatMap((item) =>
      item.type === "function" && item.stateMutability !== "view" ? [item.name] : [],
    );
    assert.deepEqual(names.sort(), [
      "acceptOffer",
      "acceptSignedOffer",
      "bid",
      "buy",
      "buySigned",
      "cancelAuction",
      "cancelNonces",
      "cancelOffer",
      "list",
      "makeOffer",
      "openAuction",
      "settle",
      "takeShare",
      "unlist",
      "withdraw",
    ]);
  });
});
