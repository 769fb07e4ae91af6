import { type Context, ponder } from "ponder:registry";
import { escrow } from "ponder:schema";

type EscrowRow = typeof escrow.$inferSelect;

/** Changes the one row of the escrow itself, and gives it back. */
export function changeEscrow(context: Context, change: (row: EscrowRow) => Partial<EscrowRow>) {
  // Only one address is indexed, whatever the config's type allows.
  const address = [context.contracts.JobEscrow.address].flat()[0] as EscrowRow["address"];
  const row: EscrowRow = { address, isPostingPaused: false, operatorCount: 0 };
  return context.db
    .insert(escrow)
    .values({ ...row, ...change(row) })
    .onConflictDoUpdate(change);
}

ponder.on("JobEscrow:PostingPaused", async ({ event, context }) => {
  await changeEscrow(context, () => ({ isPostingPaused: event.args.paused }));
});
