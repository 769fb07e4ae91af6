import {
  createLoader,
  createParser,
  createSerializer,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { type Address, formatEther, getAddress, isAddress, parseEther } from "viem";
import { saleWishes, sortings } from "../_data/explore-wish.ts";

const mostPixels = 100_000;

const ether = createParser<bigint>({
  parse: (text) => (/^\d{1,9}(\.\d{1,18})?$/.test(text.trim()) ? parseEther(text.trim()) : null),
  serialize: formatEther,
});
const account = createParser<Address>({
  parse: (text) => (isAddress(text.trim(), { strict: false }) ? getAddress(text.trim()) : null),
  serialize: String,
});
const pixels = createParser<number>({
  parse: (text) => (/^\d{1,6}$/.test(text) && Number(text) <= mostPixels ? Number(text) || null : null),
  serialize: String,
});

/** From 1 in the address, from 0 here. */
const pageNumber = createParser<number>({
  parse: (text) => (/^[1-9]\d{0,3}$/.test(text) ? Number(text) - 1 : null),
  serialize: (page) => String(page + 1),
});

const mostLetters = 80;

/** Words that are looked for. */
const words = createParser<string>({
  parse: (text) => text.trim().slice(0, mostLetters) || null,
  serialize: String,
});

/** What stands in the page's address. What is missing or malformed asks for nothing. */
const parsers = {
  q: words,
  sale: parseAsStringLiteral(saleWishes),
  service: parseAsString,
  artist: account,
  least: ether,
  most: ether,
  longest: pixels,
  sort: parseAsStringLiteral(sortings).withDefault("newest"),
  page: pageNumber.withDefault(0),
};

export const loadFilters = createLoader(parsers);
export type Filters = Awaited<ReturnType<typeof loadFilters>>;

const serialize = createSerializer(parsers);

/** The address of a page of what is looked for, from 0. */
export const explorePath = (filters: Filters, page = 0): string => pathUnder("/explore", filters, page);

/** Where the browser asks for a page of works without the page around them. */
export const worksPath = (filters: Filters, page: number): string => pathUnder("/api/works", filters, page);

/** Where the browser asks for the numbers of all works that are looked for. */
export const idsPath = (filters: Filters): string => pathUnder("/api/works/ids", filters, 0);

const pathUnder = (base: string, filters: Filters, page: number): string =>
  serialize(base, { ...filters, page: page === 0 ? null : page });
