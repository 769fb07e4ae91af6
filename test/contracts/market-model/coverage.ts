import { zeroAddress } from "viem";
import { marketErrors } from "./chain.ts";
import { type Call, isMarketRule, marketRules, type Outcome } from "./operation.ts";
import { keyOf, type World } from "./world.ts";

/** Errors that no call of a campaign can meet: of deploying, of names, and of calls back, which have their own tests. */
const beyondCalls = [
  ...["FeeTooHigh", "InvalidShortString", "StringTooLong", "ReentrancyGuardReentrantCall"],
  // Wrapped ether reverts by itself and never answers no.
  "SafeERC20FailedOperation",
  // Ether that is sent without a call
  "NotWrappedEther",
];
/** Errors of the tokens, which the market lets through. */
const tokenErrors = [
  ...[
    "ERC721NonexistentToken",
    "ERC721InsufficientApproval",
    "ERC721IncorrectOwner",
    "ERC721InvalidReceiver",
  ],
  ...["ERC20InsufficientAllowance", "ERC20InsufficientBalance"],
];

/** Ends and rare ways there, which a campaign must have seen. */
const milestones = [
  ...["sold Listing", "sold SignedListing", "sold Offer", "sold SignedOffer", "sold Auction"],
  ...["royalty paid", "royalty at its most", "an artist's own sale", "no royalty", "referral paid"],
  ...["share put aside", "share put aside of wrapped ether", "share of an artist's own sale"],
  ...["share taken", "share taken again", "share credited"],
  ...[
    "credited",
    "withdrawn",
    "first bid",
    "outbid",
    "extended",
    "a bid in the last second",
    "settled at once",
  ],
  ...["sold in the last second", "offer back when expired", "offer raised", "a foreign token sold"],
] as const;
type Milestone = (typeof milestones)[number];
const kinds = ["Listing", "SignedListing", "Offer", "SignedOffer", "Auction"] as const;

type Before = {
  endsAt: number;
  expiresAt: number;
  hasOffer: boolean;
  isForeign: boolean;
  taken: bigint;
};

export class Coverage {
  readonly counts = new Map<string, number>();

  private count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  private reach(milestone: Milestone): void {
    this.count(`milestone ${milestone}`);
  }

  missing(): string[] {
    return [
      ...Object.keys(marketRules).map((rule) => `success ${rule}`),
      ...[
        ...marketErrors.filter((name) => !beyondCalls.includes(name) && !name.startsWith("ERC")),
        ...tokenErrors,
      ].map((name) => `revert ${name}`),
      ...milestones.map((name) => `milestone ${name}`),
    ].filter((what) => !this.counts.has(what));
  }

  /** What the call is going to change, and its milestones depend on. */
  before(world: World, { rule, args, from }: Call): Before {
    const auction = world.auctions.get(String(args[0]));
    const offer = world.offers.get(
      keyOf(String(args[0]), String(args[1]), rule === "makeOffer" ? from : String(args[2])),
    );
    const listing = rule === "buy" ? this.listingOf(world, args) : undefined;
    return {
      endsAt: auction.endsAt,
      expiresAt: listing ?? offer.expiresAt,
      hasOffer: offer.amount > 0n,
      isForeign: args[0] === world.addresses.foreign,
      taken: rule === "takeShare" ? world.taken.get(args[1] as bigint) : 0n,
    };
  }

  private listingOf(world: World, [collection, tokenId]: readonly unknown[]): number {
    const key = keyOf(String(collection), String(tokenId));
    return world.listings.get(keyOf(key, world.owners.get(key))).expiresAt;
  }

  note(operation: Call, outcome: Outcome, before: Before): void {
    const { rule, at } = operation;
    if (!isMarketRule(rule)) return;
    if (!outcome.ok) {
      this.count(`revert ${outcome.reason}`);
      this.count(`${rule} refused with ${outcome.reason}`);
      return;
    }
    this.count(`success ${rule}`);
    for (const { event, args } of outcome.emitted) {
      if (event === "Credited") this.reach("credited");
      if (event === "Withdrawn") this.reach("withdrawn");
      if (event === "ShareTaken") this.noteShare(outcome.emitted, before);
      if (event === "Sold") this.noteSale(args, operation, before);
      if (event === "BidPlaced") this.noteBid(Number(args.endsAt), at, before);
      if (event === "OfferMade" && before.hasOffer) this.reach("offer raised");
      if (event === "OfferCanceled" && operation.from !== args.maker) this.reach("offer back when expired");
    }
  }

  private noteSale(
    sold: Record<string, unknown>,
    { rule, at }: Call,
    { endsAt, expiresAt, isForeign }: Before,
  ): void {
    const { royalty, referral, price, royaltyReceiver, seller } = sold as Record<string, bigint>;
    if (sold.operatorShare) {
      this.reach("share put aside");
      if (rule === "acceptSignedOffer") this.reach("share put aside of wrapped ether");
      if (royaltyReceiver === seller) this.reach("share of an artist's own sale");
    }
    this.reach(`sold ${kinds[Number(sold.kind)] as (typeof kinds)[number]}`);
    if (royalty) this.reach("royalty paid");
    if (royalty && royalty === (price as bigint) / 10n) this.reach("royalty at its most");
    if (royaltyReceiver === seller) this.reach("an artist's own sale");
    if (String(royaltyReceiver) === zeroAddress) this.reach("no royalty");
    if (referral) this.reach("referral paid");
    if (rule === "settle" && at === endsAt) this.reach("settled at once");
    if ((rule === "buy" || rule === "acceptOffer") && at === expiresAt - 1)
      this.reach("sold in the last second");
    if (isForeign) this.reach("a foreign token sold");
  }

  private noteShare(emitted: readonly { event: string }[], { taken }: Before): void {
    this.reach(taken === 0n ? "share taken" : "share taken again");
    if (emitted.some(({ event }) => event === "Credited")) this.reach("share credited");
  }

  private noteBid(endsAt: number, at: number, before: Before): void {
    this.reach(before.endsAt === 0 ? "first bid" : "outbid");
    if (before.endsAt === 0) return;
    if (endsAt !== before.endsAt) this.reach("extended");
    if (at === before.endsAt - 1) this.reach("a bid in the last second");
  }
}
