import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isolateTests } from "./stage/expect.ts";
import { setMarketStage } from "./stage/market.ts";

const stage = await setMarketStage();
const { weth, buyer } = stage;
const { account } = buyer;
const balance = () => weth.read.balanceOf([account.address]);

describe("the wrapped ether of local chains", () => {
  isolateTests(stage);

  it("is as much as the ether that was put in, by a call or by sending it", async () => {
    await weth.write.deposit({ account, value: 5n });
    await stage.receipt(await buyer.sendTransaction({ to: weth.address, value: 7n }));
    assert.equal(await balance(), 12n);
    assert.equal(await stage.reader.getBalance({ address: weth.address }), 12n);
  });

  it("gives the ether back to its owner, and no more than there is", async () => {
    await weth.write.deposit({ account, value: 12n });
    const before = await stage.balanceOf(buyer);
    const { gasUsed, effectiveGasPrice } = await stage.receipt(await weth.write.withdraw([5n], { account }));
    assert.equal((await stage.balanceOf(buyer)) - before, 5n - gasUsed * effectiveGasPrice);
    assert.equal(await balance(), 7n);
    await assert.rejects(weth.write.withdraw([8n], { account }));
    assert.equal(await balance(), 7n);
  });
});
