import type { Address } from "viem";
import { z } from "zod";
import { marketNow } from "./market-figures.ts";
import { read } from "./query.ts";
import { digits, stored } from "./shapes.ts";
import { tokensOf } from "./tokens.ts";
import type { TokenSummary } from "./views.ts";

export const saleWishes = ["any", "price", "auction"] as const;
export const sortings = ["newest", "oldest", "cheapest", "dearest", "ending"] as const;

/**
 * Which works somebody wants to see. Prices in wei, `longest` the longer side in pixels at least; `only` and `without`
 * are works' numbers.
 */
export type Wish = {
  sale?: (typeof saleWishes)[number];
  serviceIds?: number[];
  artist?: Address;
  only?: string[];
  without?: string[];
  leastWei?: bigint;
  mostWei?: bigint;
  longest?: number;
  sort: (typeof sortings)[number];
};

const answer = z.object({ ids: z.array(digits), total: z.number() });

/**
 * The works of a wish, from the `skip`th on, and how many there are in all.
 * @throws INDEXER_UNREACHABLE
 */
export async function exploreTokens(
  { sale, serviceIds, artist, only, without, leastWei, mostWei, longest, sort }: Wish,
  { skip, take }: { skip: number; take: number },
): Promise<{ tokens: TokenSummary[]; total: number }> {
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
  const { ids, total } = await read(`/explore?${search}`, answer);
  return { tokens: await tokensOf(ids), total };
}
