import type { Address } from "viem";
import { Table, type Touch } from "../model/books.ts";
import { isSame, type Mismatch, plain } from "../model/observe.ts";
import type { MarketChain } from "./chain.ts";
import type { World } from "./world.ts";

/** How the chain shows a row of each table. */
type See = (chain: MarketChain, parts: string[], world: World) => Promise<unknown>;

const market =
  (view: string): See =>
  (chain, [collection, tokenId, account]) =>
    chain.read("market", view, [collection, BigInt(tokenId as string), account]);
const token =
  (view: string): See =>
  (chain, [collection, tokenId], world) =>
    chain.read(world.collectionOf(collection as Address), view, [BigInt(tokenId as string)]);

const lenses: Record<string, See> = {
  balances: (chain, [account]) => chain.balanceOf(account as Address),
  credits: (chain, [account]) => chain.read("market", "creditOf", [account]),
  listings: market("listingOf"),
  offers: market("offerOf"),
  auctions: (chain, [tokenId]) => chain.read("market", "auctionOf", [BigInt(tokenId as string)]),
  spent: async (chain, [account, text]) => {
    const nonce = BigInt(text as string);
    const word = (await chain.read("market", "nonceWord", [account, nonce >> 8n])) as bigint;
    return ((word >> (nonce & 255n)) & 1n) === 1n;
  },
  accrued: (chain, [tokenId]) => chain.read("market", "operatorShareAccrued", [BigInt(tokenId as string)]),
  taken: (chain, [lotId]) => chain.read("market", "operatorShareTaken", [BigInt(lotId as string)]),
  owners: token("ownerOf"),
  approved: token("getApproved"),
  transfers: token("transferCount"),
  operators: (chain, [collection, owner, operator], world) =>
    chain.read(world.collectionOf(collection as Address), "isApprovedForAll", [owner, operator]),
  weth: (chain, [account]) => chain.read("weth", "balanceOf", [account]),
  allowances: (chain, accounts) => chain.read("weth", "allowance", accounts),
};

async function compareRow(chain: MarketChain, world: World, { table, key }: Touch): Promise<Mismatch[]> {
  const see = lenses[table.name];
  if (!see) throw new Error(`nobody says how to look at ${table.name}`);
  const actual = await see(chain, key.split(" "), world);
  const predicted = table.get(key);
  if (isSame(predicted, actual)) return [];
  return [{ what: `${table.name} ${key}`, predicted: plain(predicted), actual: plain(actual) }];
}

export async function compareRows(
  chain: MarketChain,
  world: World,
  rows: readonly Touch[],
): Promise<Mismatch[]> {
  return (await Promise.all(rows.map((row) => compareRow(chain, world, row)))).flat();
}

/** Every row of every table that was ever written. */
export function everyRow(world: World): Touch[] {
  const tables = Object.values(world).filter((part): part is Table<unknown> => part instanceof Table);
  return tables.flatMap((table) => table.keys().map((key) => ({ table, key })));
}
