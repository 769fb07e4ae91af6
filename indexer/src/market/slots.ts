import type { Context } from "ponder:registry";
import { marketSlot, type slotKind } from "ponder:schema";
import type { Address } from "viem";
import type { Place } from "./places.ts";

export type Slot = Place & { kind: (typeof slotKind.enumValues)[number]; account: Address };

/** Id of the row that stands in a slot of the market; undefined where there never was one. */
export async function slotRowId(context: Context, slot: Slot): Promise<bigint | undefined> {
  return (await context.db.find(marketSlot, slot))?.rowId;
}

/** Puts a new row in place of what stood there. */
export async function fillSlot(context: Context, slot: Slot, rowId: bigint): Promise<void> {
  await context.db
    .insert(marketSlot)
    .values({ ...slot, rowId })
    .onConflictDoUpdate({ rowId });
}
