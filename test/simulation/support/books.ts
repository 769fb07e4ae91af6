import assert from "node:assert/strict";
import type { Address } from "viem";
import type { World } from "../../node-worker/support/world.ts";

const fields = ["stake", "locked", "credit"] as const;
type Entry = Record<(typeof fields)[number], bigint>;

/** What the escrow has of each, by name, in wei. */
export type Books = Record<string, Entry>;

export async function readBooks({ anvil, escrow }: World, people: Record<string, Address>): Promise<Books> {
  const accounts = Object.entries(people).map(async ([name, address]) => {
    const account = { ...escrow, functionName: "accounts", args: [address] } as const;
    return [name, await anvil.reader.readContract(account)] as const;
  });
  return Object.fromEntries(await Promise.all(accounts));
}

/** What has changed, and for whom. */
export function changes(before: Books, after: Books): Record<string, Partial<Entry>> {
  const changed = Object.entries(after).map(([name, entry]) => {
    const by = fields.map((field) => [field, entry[field] - (before[name]?.[field] ?? 0n)] as const);
    return [name, Object.fromEntries(by.filter(([, wei]) => wei !== 0n))] as const;
  });
  return Object.fromEntries(changed.filter(([, entry]) => Object.keys(entry).length > 0));
}

/** Where no job is left, all that the escrow holds is somebody's, to the wei. */
export async function assertConserved({ anvil, escrow }: World, books: Books): Promise<void> {
  const held = await anvil.reader.getBalance({ address: escrow.address });
  const owed = Object.values(books).reduce((sum, { stake, credit }) => sum + stake + credit, 0n);
  assert.equal(held, owed, "the escrow does not hold what it owes");
}
