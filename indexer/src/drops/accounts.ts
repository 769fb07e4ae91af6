import { type Context, type Event, ponder } from "ponder:registry";
import { dropAccount, dropEntry, type dropEntryReason } from "ponder:schema";
import type { Address } from "viem";
import { dropRow } from "./rows.ts";

/** Any event of a drop: what every row that it makes takes from it. */
type DropEvent = Pick<Event<"SeriesDrop:Withdrawn">, "id" | "block" | "transaction" | "log">;
type AccountRow = typeof dropAccount.$inferSelect;

/** Changes an account of the drop that an event is of; it begins with zeros. */
export async function changeAccount(
  context: Context,
  event: DropEvent,
  account: Address,
  change: (row: AccountRow) => Partial<AccountRow>,
): Promise<void> {
  const row: AccountRow = { drop: event.log.address, account, credit: 0n, paid: 0n, works: 0 };
  await context.db
    .insert(dropAccount)
    .values({ ...row, ...change(row) })
    .onConflictDoUpdate(change);
}

type Entry = {
  account: Address;
  reason: (typeof dropEntryReason.enumValues)[number];
  amount: bigint;
  index?: number;
};

async function enter(context: Context, event: DropEvent, entry: Entry): Promise<void> {
  await context.db.insert(dropEntry).values({
    ...entry,
    id: BigInt(event.id),
    drop: event.log.address,
    hash: event.transaction.hash,
    at: event.block.timestamp,
  });
}

/** Credits an account, and notes where it came from. Nothing is stored for zero. */
export async function creditAccount(context: Context, event: DropEvent, entry: Entry): Promise<void> {
  if (entry.amount === 0n) return;
  await changeAccount(context, event, entry.account, ({ credit }) => ({ credit: credit + entry.amount }));
  await enter(context, event, entry);
}

ponder.on("SeriesDrop:ExcessCredited", async ({ event, context }) => {
  const { buyer, amount } = event.args;
  await changeAccount(context, event, buyer, ({ paid }) => ({ paid: paid - amount }));
  await creditAccount(context, event, { account: buyer, reason: "excess", amount });
});

ponder.on("SeriesDrop:RestCredited", async ({ event, context }) => {
  const { artist } = await dropRow(context, event.log.address);
  await creditAccount(context, event, { account: artist, reason: "rest", amount: event.args.amount });
});

ponder.on("SeriesDrop:Withdrawn", async ({ event, context }) => {
  const { account, amount } = event.args;
  await changeAccount(context, event, account, ({ credit }) => ({ credit: credit - amount }));
  await enter(context, event, { account, reason: "withdrawn", amount });
});
