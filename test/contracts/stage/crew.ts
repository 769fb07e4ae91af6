import { parseEther } from "viem";
import type { Stage } from "./stage.ts";

/** An operator that is its own machine key. */
export type Attester = Stage["operator"];

export const attesterStakeWei = parseEther("1000");

/** Accounts that the stage has given a part. */
const taken = 8;

/**
 * Operators with equal stakes, so high that the worker's is next to nothing. Two of them are always drawn at
 * once, up to five after 30 seconds, up to eleven after 60, whatever the seed.
 * @param hired how many have been hired before
 */
export async function hire(stage: Stage, count: number, hired = 0): Promise<Attester[]> {
  const crew = (await stage.viem.getWalletClients()).slice(taken + hired, taken + hired + count);
  if (crew.length < count) throw new Error(`there are only ${crew.length} accounts left`);
  for (const { account } of crew) {
    await stage.nextAt((await stage.now()) + 1);
    await stage.escrow.write.stake({ account, value: attesterStakeWei });
  }
  for (const wallet of crew) await authorise(stage, wallet);
  return crew;
}

/** Makes an operator its own machine key. */
export async function authorise(stage: Stage, wallet: Attester): Promise<void> {
  const { account } = wallet;
  const consent = await stage.consent(wallet, account.address);
  await stage.nextAt((await stage.now()) + 1);
  await stage.escrow.write.registerKey([account.address, stage.farFuture, consent], { account });
}
