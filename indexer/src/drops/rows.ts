import type { Context } from "ponder:registry";
import { drop } from "ponder:schema";
import type { Address } from "viem";

/** @throws when the factory never told of it, which it always does first */
export async function dropRow(context: Context, address: Address) {
  const found = await context.db.find(drop, { address });
  if (!found) throw new Error(`Drop ${address} was never opened.`);
  return found;
}

/** Whose work a job is: of one that a drop posted, the artist's who opened it; of any other, who posted it. */
export async function artistBehind(context: Context, poster: Address): Promise<Address> {
  return (await context.db.find(drop, { address: poster }))?.artist ?? poster;
}
