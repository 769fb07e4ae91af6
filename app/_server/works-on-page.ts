import { getAddress, isAddress } from "viem";
import type { WallWork } from "../_components/wall.tsx";
import { exploreTokens } from "../_data/explore.ts";
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

/**
 * One page of the works that somebody looks for, as they hang on a wall.
 * @throws INDEXER_UNREACHABLE
 */
export async function worksOnPage(
  filters: Filters,
): Promise<{ works: WallWork[]; total: number; pages: number }> {
  const { page, service, artist, sale, least, most, longest, sort, q } = filters;
  const [services, meant, without] = await Promise.all([listServices(), meantBy(q), hiddenIds()]);
  const ofFamily = services.filter(({ name }) => familyOf(name) === service);
  const { tokens, total } = await exploreTokens(
    {
      ...{ sort, without, sale: sale ?? undefined, longest: longest ?? undefined },
      ...{ leastWei: least ?? undefined, mostWei: most ?? undefined },
      serviceIds: ofFamily.length > 0 ? ofFamily.map(({ serviceId }) => serviceId) : undefined,
      artist: artist ?? undefined,
      ...meant,
    },
    { skip: page * perPage, take: perPage },
  );
  return { works: await wallWorks(tokens), total, pages: Math.ceil(total / perPage) };
}
