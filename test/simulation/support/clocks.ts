import { mock } from "node:test";
import type { Anvil } from "../../node-worker/support/anvil.ts";

/** The chain's clock and this process's: nodes ask both. They run by themselves, and jump when told to. */
export function holdClocks({ client }: Anvil) {
  const realNow = Date.now.bind(Date);
  let aheadMs = 0;
  const clock = mock.method(Date, "now", () => realNow() + aheadMs);

  /** Mines a block at that time, in Unix seconds. This process's clock stays where it is. */
  async function mineAt(seconds: number) {
    await client.setNextBlockTimestamp({ timestamp: BigInt(seconds) });
    await client.mine({ blocks: 1 });
  }
  /** Sets this process's clock to the chain's: who waits for it wakes. */
  async function follow() {
    const { timestamp } = await client.getBlock();
    aheadMs = Math.max(aheadMs, Number(timestamp) * 1000 - realNow());
  }
  return {
    mineAt,
    follow,
    async passTo(seconds: number) {
      await mineAt(seconds);
      await follow();
    },
    release: () => clock.mock.restore(),
  };
}
