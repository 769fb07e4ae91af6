import { z } from "zod";
import type { Wish } from "./explore-wish.ts";
import { marketNow } from "./market-figures.ts";
import { read } from "./query.ts";
import { digits, stored } from "./shapes.ts";
import { tokensOf } from "./tokens.ts";
import type { TokenSummary } from "./views.ts";

const answer = z.object({ ids: z.array(digits), total: z.number() });

type Part = { skip: number; take: number };

/** Numbers of the works of a wish, from the `skip`th on, and how many there are in all. @throws INDEXER_UNREACHABLE */
async function exploreIds(
  { sale, serviceIds, artist, only, without, leastWei, mostWei, longest, sort }: Wish,
  { skip, take }: Part,
): Promise<z.output<typeof answer>> {
  const search = new URLSearchParams({
    ...{ now: String(await marketNow()), sort, skip: String(skip), take: String(take) },
    ...(sale && { sale }),
    ...(serviceIds?.length && { services: serviceIds.join() }),
    ...(artist && { artist: stored(artist) }),
    ...(only && { only: only.join() }),
    ...(without?.length && { without: without.join() }),
    ...(leastWei !== undefined && { least: String(leastWei) }),
    ...(mostWei !== undefined && { most: String(mostWei) }),
    ...(longest !== undefined && { longest: String(longest) }),
  });
  return read(`/explore?${search}`, answer);
}

const mostAtOnce = 100;

/** All numbers of a wish's works; undefined where there are more than so many. @throws INDEXER_UNREACHABLE */
export async function allIdsOf(wish: Wish, most: number): Promise<string[] | undefined> {
  const all: string[] = [];
  for (;;) {
    const { ids, total } = await exploreIds(wish, { skip: all.length, take: mostAtOnce });
    if (total > most) return undefined;
    all.push(...ids);
    if (ids.length < mostAtOnce) return [...new Set(all)];
  }
}

/** The works of a wish, likewise. @throws INDEXER_UNREACHABLE */
export async function exploreTokens(
  wish: Wish,
  part: Part,
): Promise<{ tokens: TokenSummary[]; total: number }> {
  const { ids, total } = await exploreIds(wish, part);
  return { tokens: await tokensOf(ids), total };
}
