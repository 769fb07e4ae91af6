import type { Context } from "ponder:registry";
import { lock } from "ponder:schema";
import type { Address } from "viem";
import { changeOperator } from "./ledger.ts";

/** Binds a part of an operator's stake to a lot. */
export async function addLock(context: Context, added: typeof lock.$inferInsert): Promise<void> {
  await context.db.insert(lock).values(added).onConflictDoUpdate(added);
  await changeOperator(context, added.operator, ({ locked }) => ({ locked: locked + added.amount }));
}

/** Frees what a lot holds of an operator's stake; 0 where the lot's share or price is too low for more. */
export async function releaseLock(context: Context, lotId: bigint, operator: Address): Promise<void> {
  const found = await context.db.find(lock, { lotId, operator });
  if (!found) throw new Error(`Lot ${lotId} never locked anything of ${operator}.`);
  // Taken out at once: Ponder changes the very row that it found.
  const { amount } = found;
  // Emptied rather than deleted: Ponder takes a row that comes back within its batch for a conflict.
  await context.db.update(lock, { lotId, operator }).set({ amount: 0n });
  await changeOperator(context, operator, ({ locked }) => ({ locked: locked - amount }));
}
