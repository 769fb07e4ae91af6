import { salePriceAt } from "@graphiti/protocol/drop.ts";
import type { Hash } from "viem";
import { buyWorks, mintWork, openDrop, passBlock, postWorks, setDrops } from "./drops.ts";
import type { Job } from "./jobs.ts";
import type { Stage } from "./stage.ts";

const most = 50;

/** A drop from its opening to the last credit, and the largest calls. */
export async function measureDrops(given: Stage): Promise<Record<string, number>> {
  const stage = await setDrops(given);
  const { artist, stranger } = stage;
  const gas: Record<string, number> = {};
  const note = async (scenario: string, hash: Hash) => {
    gas[scenario] = Number((await stage.receipt(hash)).gasUsed);
  };
  const tick = async () => stage.nextAt((await stage.now()) + 1);

  const drop = await openDrop(stage, { supply: 2 * most, walletCap: 2 * most });
  const { series, write } = drop;
  await note("drop, open", drop.hash);
  await note("drop, buy, first", await buyWorks(stage, drop, stranger, 100));
  await note("drop, buy, second", await buyWorks(stage, drop, stranger, 200));
  const [first] = await postWorks(stage, drop, [0n]);
  await note("drop, post, first", (first as Job).hash);
  const [second] = await postWorks(stage, drop, [1n]);
  await note("drop, post, second", (second as Job).hash);
  await mintWork(stage, first as Job);

  const sold = Number(series.startsAt) + 1_000;
  const rest = { quantity: BigInt(most), price: salePriceAt(series, sold) };
  await note("largest: buy of 50", await buyWorks(stage, drop, artist, 1_500, rest));
  await passBlock(stage);
  const indices = Array.from({ length: most }, (_, index) => BigInt(2 + index));
  await tick();
  await note("largest: post of 50", await write.post([indices]));

  await stage.nextAt(series.endsAt);
  await note("drop, settle, minted", await write.settle([[0n]]));
  await tick();
  await note("drop, creditExcess", await write.creditExcess([stranger.account.address]));
  await tick();
  const { account } = stranger;
  await note("drop, withdraw", await write.withdraw([account.address], { account }));
  return gas;
}
