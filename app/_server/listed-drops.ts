import type { Address } from "viem";
import { listDrops } from "../_data/drops.ts";
import { marketNow } from "../_data/market-figures.ts";
import type { ListedDrop } from "../drops/drop-rows.tsx";
import { cardOfDrop } from "./work-record.ts";

/** Drops as they are listed, newest first: with their titles, at this moment. @throws INDEXER_UNREACHABLE, BAD_INPUT */
export async function listedDrops(
  whose: { artist?: Address },
  cursor?: string,
): Promise<{ drops: ListedDrop[]; nextCursor?: string }> {
  const [{ items, nextCursor }, now] = await Promise.all([listDrops(whose, { cursor }), marketNow()]);
  const drops = await Promise.all(
    items.map(async (drop) => ({ drop, title: (await cardOfDrop(drop)).title, now })),
  );
  return { drops, nextCursor };
}
