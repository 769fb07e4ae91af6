import { type Address, zeroAddress } from "viem";
import { Journal, Table } from "../model/books.ts";
import { refuse } from "../model/revert.ts";
import { treasury } from "./people.ts";

export type Collection = "art" | "foreign";
export type Listing = { price: bigint; expiresAt: number; transfers: bigint; referrerBps: number };
export type Offer = { amount: bigint; expiresAt: number };
export type Auction = {
  bidder: Address;
  amount: bigint;
  seller: Address;
  endsAt: number;
  transfers: bigint;
  durationSeconds: number;
};
export type Emitted = { event: string; args: Record<string, unknown> };

/** What the tests twist, so that a difference is found. */
export type Rules = {
  feeBps: number;
  mostRoyaltyBps: bigint;
  mostReferrerBps: number;
  extensionSeconds: number;
  raiseDivisor: bigint;
  /** Whether a listing of a work dies when it moves. */
  listingsDie: boolean;
  /** Whether an artist's own sale is paid in one piece. */
  artistPaysNoRoyalty: boolean;
  /** Whether an artist's own sale puts a share aside. */
  artistPaysShare: boolean;
  isExpiredAt: (now: number, expiresAt: number) => boolean;
};

/** The circumstances of a call. */
export type Context = { now: number; from: Address; value: bigint; emitted: Emitted[] };

export const noListing: Listing = { price: 0n, expiresAt: 0, transfers: 0n, referrerBps: 0 };
export const noOffer: Offer = { amount: 0n, expiresAt: 0 };
export const noAuction: Auction = {
  ...{ bidder: zeroAddress, amount: 0n, seller: zeroAddress, endsAt: 0, transfers: 0n, durationSeconds: 0 },
};

export const keyOf = (...parts: (string | bigint | number)[]): string => parts.join(" ");

/** All state of the market and of what it trades. */
export class World {
  readonly rules: Rules;
  readonly addresses: Record<"market" | Collection | "weth", Address>;
  readonly chainId: number;
  readonly journal = new Journal();
  readonly balances: Table<bigint>;
  readonly credits = new Table("credits", this.journal, 0n);
  readonly listings = new Table<Listing>("listings", this.journal, noListing);
  readonly offers = new Table<Offer>("offers", this.journal, noOffer);
  readonly auctions = new Table<Auction>("auctions", this.journal, noAuction);
  /** "account nonce" for each spent nonce. */
  readonly spent = new Table("spent", this.journal, false);
  readonly owners = new Table<Address>("owners", this.journal, zeroAddress);
  readonly approved = new Table<Address>("approved", this.journal, zeroAddress);
  readonly operators = new Table("operators", this.journal, false);
  readonly transfers = new Table("transfers", this.journal, 0n);
  readonly weth = new Table("weth", this.journal, 0n);
  /** By work: what sales have put aside for its operators. */
  readonly accrued = new Table("accrued", this.journal, 0n);
  /** By lot: what it has had of that. */
  readonly taken = new Table("taken", this.journal, 0n);
  readonly allowances = new Table("allowances", this.journal, 0n);
  readonly treasury = treasury;
  walletAgrees = true;

  constructor(rules: Rules, addresses: World["addresses"], chainId: number, startBalance: bigint) {
    this.rules = rules;
    this.addresses = addresses;
    this.chainId = chainId;
    this.balances = new Table("balances", this.journal, startBalance);
    this.balances.set(addresses.market, 0n);
    this.balances.set(addresses.weth, 0n);
    this.journal.keep();
  }

  collectionOf(address: Address): Collection {
    return address === this.addresses.art ? "art" : "foreign";
  }

  ownerOf(collection: Address, tokenId: bigint): Address {
    const owner = this.owners.get(keyOf(collection, tokenId));
    return owner === zeroAddress ? refuse("ERC721NonexistentToken", tokenId) : owner;
  }

  move(from: Address, to: Address, amount: bigint): void {
    if (amount === 0n) return;
    this.balances.set(from, this.balances.get(from) - amount);
    this.balances.set(to, this.balances.get(to) + amount);
  }
}

/** The wei that a listing or an offer stands for; none where there is none. */
export const countIn = (entry: Listing | Offer): bigint => ("price" in entry ? entry.price : entry.amount);
