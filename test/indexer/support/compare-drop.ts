import assert from "node:assert/strict";
import type { Address } from "viem";
import { z } from "zod";
import { dropAccounts, getDrop, newestSoldWorks } from "../../../app/_data/drops.ts";
import { query } from "../../../app/_data/query.ts";
import { address, digits, listOf, stored } from "../../../app/_data/shapes.ts";
import type { DropPlay } from "./drop-play.ts";

const states = ["none", "sold", "posted", "minted", "refunded"];

/** Holds everything that the index says of a drop against what its contract says. */
export async function assertSameDrop(play: DropPlay, accounts: readonly Address[]): Promise<void> {
  const found = await getDrop(play.address);
  assert(found, `drop ${play.address} is indexed`);
  const [artist, series] = await play.read("opened", []);
  const { sold, settled, soldOutAt } = await play.read("progress", []);
  assert.equal(found.artist, artist);
  for (const [name, value] of Object.entries({ ...series, sold, settled }))
    if (name !== "computing") assert.equal(String(found[name as "sold"]), String(value), name);
  for (const [name, value] of Object.entries(series.computing))
    assert.equal(found.computing[name as "maxPrice"], String(value), name);
  assert.equal(found.soldOutAt ?? 0, soldOutAt);

  const works = await newestSoldWorks(play.address);
  assert.equal(works.length, sold);
  for (const { index, state, buyer, jobId } of works) {
    const kept = await play.read("works", [BigInt(index)]);
    assert.deepEqual([buyer, state], [kept.buyer, states[kept.state]], `work ${index}`);
    if (jobId !== undefined) assert.equal(jobId, String(kept.number));
  }
  await assertAccounts(play, accounts);
}

async function assertAccounts(play: DropPlay, accounts: readonly Address[]): Promise<void> {
  const rows = await dropAccounts(play.address);
  const entries = await entriesOf(play.address);
  for (const account of accounts) {
    const kept = await play.read("collectors", [account]);
    const { credit, paid, works } = rows.find((row) => row.account === account) ?? {
      ...{ credit: "0", paid: "0", works: 0 },
    };
    assert.deepEqual({ credit: BigInt(credit), paid: BigInt(paid), works }, kept, `account ${account}`);
    const left = entries
      .filter((entry) => entry.account === account)
      .reduce((sum, { reason, amount }) => sum + (reason === "withdrawn" ? -1n : 1n) * BigInt(amount), 0n);
    assert.equal(left, kept.credit, `entries of ${account}`);
  }
}

/** Every change of credit in a drop, the oldest first. */
export async function entriesOf(drop: Address) {
  const { entries } = await query(
    z.object({ entries: listOf(z.object({ account: address, reason: z.string(), amount: digits })) }),
    `query ($drop: String!) {
      entries: dropEntrys(where: { drop: $drop }, orderBy: "id", limit: 1000) { items { account reason amount } }
    }`,
    { drop: stored(drop) },
  );
  return entries;
}
