import type { Address } from "viem";

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
