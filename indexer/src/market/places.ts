import type { Context } from "ponder:registry";
import { type Address, isAddressEqual } from "viem";

/** A token of any collection. */
export type Place = { collection: Address; tokenId: bigint };

// Only one address of each contract is indexed, whatever the config's type allows.
const onlyAddress = (address: Address | readonly Address[] | undefined) => [address].flat()[0] as Address;

export const artAddress = (context: Context) => onlyAddress(context.contracts.GraphitiArt.address);

export const isMarket = (context: Context, account: Address) =>
  isAddressEqual(account, onlyAddress(context.contracts.ArtMarket.address));

/** Whether a token is one of our works. */
export const isWork = (context: Context, { collection }: Place) =>
  isAddressEqual(collection, artAddress(context));
