import type { Address } from "viem";
import type { Claim, Submission, Terms } from "../model/records.ts";
import { refuse } from "../model/revert.ts";
import { send } from "./paying.ts";
import type { Context, World } from "./world.ts";

/** Pays a lot's part of what was put aside for a work. The escrow of these campaigns believes every claim. */
export function takeShare(
  world: World,
  call: Context,
  { tiles }: Terms,
  lotId: bigint,
  { operator, price: lotTiles }: Claim,
  _: Submission,
): void {
  const accrued = world.accrued.get(lotId >> 16n);
  const earned = (accrued * lotTiles) / BigInt(tiles);
  const amount = earned - world.taken.get(lotId);
  if (amount === 0n) refuse("NoShareDue", lotId);
  world.taken.set(lotId, earned);
  call.emitted.push({ event: "ShareTaken", args: { lotId, operator: operator as Address, amount } });
  send(world, call, operator, amount);
}
