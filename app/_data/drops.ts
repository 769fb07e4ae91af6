import type { Address, Hex } from "viem";
import { z } from "zod";
import { type PageRequest, pageOf, pageVariables } from "./page.ts";
import { query } from "./query.ts";
import { serviceNames } from "./services.ts";
import { address, digits, hex, listOf, optional, stored, whole } from "./shapes.ts";
import type { Page } from "./views.ts";

const computing = z.object({
  minPrice: digits,
  maxPrice: digits,
  rampSeconds: digits,
  claimSeconds: digits,
  finalityClass: digits,
  attesters: digits,
  sampleTiles: digits,
  deadlineSeconds: digits,
});

const dropRow = z.object({
  address,
  id: digits,
  artist: address,
  serviceId: z.number(),
  width: whole,
  height: whole,
  look: hex,
  cardDigest: hex,
  supply: z.number(),
  walletCap: z.number(),
  startPrice: digits,
  floorPrice: digits,
  fallSeconds: whole,
  startsAt: whole,
  endsAt: whole,
  allowEndsAt: whole,
  allowRoot: hex,
  royaltyBps: z.number(),
  computing,
  sold: z.number(),
  settled: z.number(),
  soldOutAt: optional(whole),
  openedAt: whole,
});

const dropFields = `fragment dropFields on drop {
  address id artist serviceId width height look cardDigest supply walletCap startPrice floorPrice fallSeconds
  startsAt endsAt allowEndsAt allowRoot royaltyBps computing sold settled soldOutAt openedAt
}`;

/** A drop: what was fixed when it was opened, and how far the index has seen it come. Amounts are wei. */
export type DropView = z.output<typeof dropRow> & { serviceName: string };

/** A drop by its address; `undefined` where there is none (yet). @throws INDEXER_UNREACHABLE */
export async function getDrop(dropAddress: string): Promise<DropView | undefined> {
  const { drop } = await query(
    z.object({ drop: dropRow.nullable() }),
    `${dropFields} query ($address: String!) { drop(address: $address) { ...dropFields } }`,
    { address: stored(dropAddress) },
  );
  return drop ? { ...drop, serviceName: (await serviceNames())(drop.serviceId) } : undefined;
}

/** Drops of everybody or of one artist, newest first. @throws INDEXER_UNREACHABLE */
export async function listDrops(
  { artist }: { artist?: Address } = {},
  page: PageRequest = {},
): Promise<Page<DropView>> {
  const { before, limit } = pageVariables(page);
  const { drops } = await query(
    z.object({ drops: listOf(dropRow) }),
    `${dropFields} query ($where: dropFilter!, $limit: Int!) {
      drops(where: $where, orderBy: "id", orderDirection: "desc", limit: $limit) { items { ...dropFields } }
    }`,
    { where: { ...(artist && { artist: stored(artist) }), id_lt: before }, limit },
  );
  const nameOf = await serviceNames();
  return pageOf(
    drops.map((row) => ({ ...row, serviceName: nameOf(row.serviceId) })),
    limit,
    ({ id }) => id,
  );
}

export type SoldWorkState = "sold" | "posted" | "minted" | "refunded";

/**
 * A work that was sold. `target` is the block whose hash gives its seed. `jobState` is that of its job, which is minted
 * some time before the work is settled; `isPaidBack` where the job has failed and its price has come back.
 */
export type SoldWorkView = {
  index: number;
  state: SoldWorkState;
  buyer: Address;
  priceWei: string;
  target: string;
  seed?: Hex;
  jobId?: string;
  jobState?: "live" | "minted" | "closed";
  isPaidBack: boolean;
  hash: Hex;
  at: number;
};

const soldWorkRow = z
  .object({
    index: z.number(),
    state: z.enum(["sold", "posted", "minted", "refunded"]),
    buyer: address,
    price: digits,
    target: digits,
    seed: optional(hex),
    jobId: optional(digits),
    job: optional(
      z.object({
        state: z.enum(["live", "minted", "closed"]),
        lots: listOf(z.object({ state: z.string() })),
      }),
    ),
    hash: hex,
    at: whole,
  })
  .transform(
    ({ price, job, ...work }): SoldWorkView => ({
      ...work,
      priceWei: price,
      jobState: job?.state,
      isPaidBack: job?.lots[0]?.state === "refunded",
    }),
  );

const soldWorkFields =
  "index state buyer price target seed jobId job { state lots(limit: 1) { items { state } } } hash at";

/** Most works that are shown, or done something about, at once: two calls of the contract. */
const mostSoldWorks = 100;
/** Most jobs that are looked through for those that have ended. */
const mostPosted = 1_000;

async function soldWorks(
  where: Record<string, unknown>,
  direction: "asc" | "desc",
  limit = mostSoldWorks,
): Promise<SoldWorkView[]> {
  const { works } = await query(
    z.object({ works: listOf(soldWorkRow) }),
    `query ($where: soldWorkFilter!, $limit: Int!) {
      works: soldWorks(where: $where, orderBy: "index", orderDirection: "${direction}", limit: $limit) {
        items { ${soldWorkFields} }
      }
    }`,
    { where, limit },
  );
  return works;
}

/** The works that were sold last. @throws INDEXER_UNREACHABLE */
export const newestSoldWorks = (drop: Address) => soldWorks({ drop: stored(drop) }, "desc");

/** What an account bought in a drop, in the order of sale. @throws INDEXER_UNREACHABLE */
export const worksOfBuyer = (drop: Address, buyer: Address) =>
  soldWorks({ drop: stored(drop), buyer: stored(buyer) }, "asc");

/**
 * Works that somebody can do something about, the oldest first: those that wait to be posted, and those whose jobs have
 * ended and that wait to be settled.
 * @throws INDEXER_UNREACHABLE
 */
export async function worksToDo(drop: Address): Promise<SoldWorkView[]> {
  const [sold, posted] = await Promise.all([
    soldWorks({ drop: stored(drop), state: "sold" }, "asc"),
    soldWorks({ drop: stored(drop), state: "posted" }, "asc", mostPosted),
  ]);
  const ended = posted.filter(({ jobState, isPaidBack }) => jobState === "minted" || isPaidBack);
  return [...sold, ...ended.slice(0, mostSoldWorks)].sort((one, other) => one.index - other.index);
}

const accountRow = z.object({ account: address, credit: digits, paid: digits, works: z.number() });
export type DropAccountView = z.output<typeof accountRow>;

/** Accounts that paid or were credited in a drop, who paid most first. @throws INDEXER_UNREACHABLE */
export async function dropAccounts(drop: Address): Promise<DropAccountView[]> {
  const { accounts } = await query(
    z.object({ accounts: listOf(accountRow) }),
    `query ($drop: String!) {
      accounts: dropAccounts(where: { drop: $drop }, orderBy: "paid", orderDirection: "desc", limit: 1000) {
        items { account credit paid works }
      }
    }`,
    { drop: stored(drop) },
  );
  return accounts;
}

const partRow = z
  .object({ drop: address, works: z.number(), credit: digits })
  .transform(({ credit, ...part }) => ({ ...part, creditWei: credit }));
/** What an account bought in a drop, and what waits there for it. */
export type DropPartView = z.output<typeof partRow>;

/** The drops in which an account bought, or has something to take home; a hundred at most. @throws INDEXER_UNREACHABLE */
export async function dropsOfAccount(account: string): Promise<DropPartView[]> {
  const { parts } = await query(
    z.object({ parts: listOf(partRow) }),
    `query ($account: String!) {
      parts: dropAccounts(
        where: { account: $account, OR: [{ works_gt: 0 }, { credit_gt: "0" }] }
        orderBy: "credit", orderDirection: "desc", limit: 100
      ) { items { drop works credit } }
    }`,
    { account: stored(account) },
  );
  return parts;
}
