import { fail } from "@graphiti/protocol/errors.ts";
import { mostTokens } from "@graphiti/protocol/market-orders.ts";
import { getAddress, isAddress } from "viem";
import type { WallWork } from "../_components/wall.tsx";
import { allIdsOf, exploreTokens } from "../_data/explore.ts";
import type { Wish } from "../_data/explore-wish.ts";
import { listServices } from "../_data/services.ts";
import type { Filters } from "../explore/filters.ts";
import { hiddenIds } from "./curation/hidden-works.ts";
import { searchWorks } from "./search/search-works.ts";
import { wallWorks } from "./wall-works.ts";

const perPage = 24;

/** The first word of a service's name: all sizes and strengths of one network. */
const familyOf = (service: string) => service.split("-", 1)[0] ?? service;

export async function serviceFamilies(): Promise<string[]> {
  return [...new Set((await listServices()).map(({ name }) => familyOf(name)))];
}

/** What the words ask for: an account's works, or those that are found. */
async function meantBy(words: string | null): Promise<{ artist?: `0x${string}`; only?: string[] }> {
  if (words === null) return {};
  if (isAddress(words, { strict: false })) return { artist: getAddress(words) };
  return { only: await searchWorks(words) };
}

/** What the filters of a page ask the index for. */
async function wishOf(filters: Filters): Promise<Wish> {
  const { service, artist, sale, least, most, longest, sort, q } = filters;
  const [services, meant, without] = await Promise.all([listServices(), meantBy(q), hiddenIds()]);
  const ofFamily = services.filter(({ name }) => familyOf(name) === service);
  return {
    ...{ sort, without, sale: sale ?? undefined, longest: longest ?? undefined },
    ...{ leastWei: least ?? undefined, mostWei: most ?? undefined },
    serviceIds: ofFamily.length > 0 ? ofFamily.map(({ serviceId }) => serviceId) : undefined,
    artist: artist ?? undefined,
    ...meant,
  };
}

/**
 * One page of the works that somebody looks for, as they hang on a wall.
 * @throws INDEXER_UNREACHABLE
 */
export async function worksOnPage(
  filters: Filters,
): Promise<{ works: WallWork[]; total: number; pages: number }> {
  const skip = filters.page * perPage;
  const { tokens, total } = await exploreTokens(await wishOf(filters), { skip, take: perPage });
  return { works: await wallWorks(tokens), total, pages: Math.ceil(total / perPage) };
}

/**
 * Numbers of all works that somebody looks for, whatever the page.
 * @throws BAD_INPUT where there are more than one signed offer names; INDEXER_UNREACHABLE
 */
export async function worksLike(filters: Filters): Promise<string[]> {
  const ids = await allIdsOf(await wishOf(filters), mostTokens);
  return ids ?? fail("BAD_INPUT", `There are more than ${mostTokens} works like that. Ask for fewer.`);
}
