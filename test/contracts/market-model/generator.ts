import { type Address, type Hex, zeroAddress, zeroHash } from "viem";
import type { Random } from "../model/random.ts";
import type { Submission, Terms } from "../model/records.ts";
import { leastBid } from "./auctions.ts";
import type { Call, Operation, Rule } from "./operation.ts";
import { artist, burner, everybody, refuser, signers, traders } from "./people.ts";
import { holds, proofOf, setOf } from "./sets.ts";
import { type SignedListing, type SignedOffer, sign } from "./signatures.ts";
import { countIn, keyOf, type World } from "./world.ts";

export const tokenCount = 8;
const hour = 3_600;

/** Tiles of each lot of every work. */
const lotTiles = [4, 4, 3];
/** Only the tiles of a job's terms are looked at here. */
const anyTerms: Terms = {
  ...{ artist, postedAt: 0, tiles: 0, workHash: zeroHash },
  order: {
    ...{ deadline: 0, tilesPerLot: 4, minPrice: 0n, maxPrice: 0n, rampSeconds: 0, claimSeconds: 0 },
    ...{ finalityClass: 0, attesters: 0, sampleTiles: 0, recipient: artist, royaltyBps: 0 },
    ...{ royaltyReceiver: artist, operatorShareBps: 0 },
  },
};
const noSubmission: Submission = {
  ...{ outputRoot: zeroHash, metadataDigest: zeroHash, seal: zeroHash, l2Block: 0n },
};

type Signed<Message> = { message: Message; signature: Hex };

/** Makes steps that mostly succeed, and often only just. */
export class Generator {
  private readonly random: Random;
  private readonly world: World;
  private readonly listings: Signed<SignedListing>[] = [];
  private readonly offers: Signed<SignedOffer>[] = [];
  private nonce = 0;

  constructor(random: Random, world: World) {
    this.random = random;
    this.world = world;
  }

  /** @param now The second of the last block. */
  async next(now: number): Promise<Operation> {
    const { random } = this;
    const rule = random.weighted<Rule | "mind" | "force">([
      [8, "list"],
      [2, "unlist"],
      [10, "buy"],
      [9, "buySigned"],
      [1, "cancelNonces"],
      [8, "makeOffer"],
      [4, "cancelOffer"],
      [7, "acceptOffer"],
      [9, "acceptSignedOffer"],
      [6, "openAuction"],
      [2, "cancelAuction"],
      [14, "bid"],
      [8, "settle"],
      [3, "withdraw"],
      [6, "takeShare"],
      [5, "transferFrom"],
      [6, "approve"],
      [3, "approveAll"],
      [3, "wrap"],
      [3, "allow"],
      [1, "mind"],
      [1, "force"],
    ]);
    if (rule === "mind") return { rule, agrees: random.chance(70) };
    if (rule === "force") return { rule, wei: random.wei(1_000n) };
    const call = await this.callOf(rule, now);
    return { rule, value: 0n, at: this.soon(now), ...call };
  }

  private soon(now: number): number {
    return (
      now +
      this.random.weighted([
        [8, this.random.between(0, 60)],
        [2, this.random.between(60, hour)],
      ])
    );
  }

  /** The very second of an event, or one beside it; sooner where that is past. */
  private around(second: number, now: number): number {
    return Math.max(now, second + this.random.between(-1, 1));
  }

  private collection(): Address {
    const { art, foreign } = this.world.addresses;
    return this.random.chance(60) ? art : foreign;
  }

  private tokenId(): bigint {
    return BigInt(this.random.chance(1) ? tokenCount : this.random.between(0, tokenCount - 1));
  }

  private ownerOf(collection: Address, tokenId: bigint): Address {
    return this.world.owners.get(keyOf(collection, tokenId));
  }

  /** Who would be right, or now and then somebody else. The market and nobody cannot call. */
  private mostly(account: Address): Address {
    const canCall = everybody.includes(account);
    return canCall && this.random.chance(93) ? account : this.random.pick(traders);
  }

  private price(): bigint {
    return this.random.chance(3) ? 0n : this.random.wei(10n ** 19n);
  }

  private expiry(now: number): number {
    return this.random.chance(4) ? now : now + this.random.between(1, this.random.pick([4, 96]) * hour);
  }

  private bps(): number {
    return this.random.weighted([
      [6, this.random.between(0, 1_000)],
      [1, 1_000],
      [1, 1_001],
    ]);
  }

  private referrer(): Address {
    const { market } = this.world.addresses;
    return this.random.pick([zeroAddress, artist, refuser, burner, market, ...traders]);
  }

  private recipient(from: Address): Address {
    return this.random.weighted<Address>([
      [20, from],
      [6, this.random.pick(traders)],
      [1, this.world.addresses.market],
      [1, zeroAddress],
    ]);
  }

  private paying(price: bigint): bigint {
    return this.random.weighted([
      [8, price],
      [3, price + this.random.wei(10n ** 17n)],
      [1, price === 0n ? 0n : price - 1n],
    ]);
  }

  /** A bound that is met, just met or just missed. */
  private bound(amount: bigint, miss: bigint): bigint {
    const missed = amount + miss;
    return this.random.chance(6) && missed >= 0n ? missed : amount;
  }

  private async callOf(
    rule: Rule,
    now: number,
  ): Promise<Partial<Call> & { from: Address; args: readonly unknown[] }> {
    const { random, world } = this;
    const collection = this.collection();
    const tokenId = this.tokenId();
    const owner = this.ownerOf(collection, tokenId);
    switch (rule) {
      case "list":
        return {
          from: this.mostly(owner),
          args: [collection, tokenId, this.price(), this.expiry(now), this.bps()],
        };
      case "unlist": {
        const [where = collection, id = tokenId, seller = owner] = this.open(world.listings);
        return { from: this.mostly(seller), args: [where, id] };
      }
      case "buy":
        return this.buying(collection, tokenId, now);
      case "buySigned":
        return this.buyingSigned(now);
      case "cancelNonces":
        return {
          from: random.pick(traders),
          args: [BigInt(this.nonce >> 8), 1n << BigInt(random.between(0, 255))],
        };
      case "makeOffer":
        return {
          from: random.pick(traders),
          args: [collection, tokenId, this.expiry(now)],
          value: this.price(),
        };
      case "cancelOffer": {
        const [where = collection, id = tokenId, maker = owner] = this.open(world.offers);
        const { expiresAt } = world.offers.get(keyOf(where, id, maker));
        const from = random.chance(50) ? this.mostly(maker) : random.pick(traders);
        const at = random.chance(30) ? this.around(expiresAt, now) : this.soon(now);
        return { from, args: [where, id, maker], at };
      }
      case "acceptOffer": {
        const [where = collection, id = tokenId, maker = owner] = this.open(world.offers);
        const { amount, expiresAt } = world.offers.get(keyOf(where, id, maker));
        const args = [where, id, maker, this.bound(amount, 1n), this.referrer(), this.bps()];
        const at = random.chance(15) ? this.around(expiresAt, now) : this.soon(now);
        return { from: this.mostly(this.ownerOf(where, id)), args, at };
      }
      case "acceptSignedOffer":
        return this.acceptingSigned(now);
      case "openAuction": {
        const seconds = random.weighted([
          [8, random.between(900, 2 * hour)],
          [1, random.pick([899, 900])],
          [1, random.pick([90 * 24 * hour, 90 * 24 * hour + 1])],
        ]);
        const { art } = world.addresses;
        return { from: this.mostly(this.ownerOf(art, tokenId)), args: [tokenId, this.price(), seconds] };
      }
      case "cancelAuction": {
        const id = this.auctioned(tokenId);
        return { from: this.mostly(world.auctions.get(id).seller), args: [id] };
      }
      case "bid": {
        const id = this.auctioned(tokenId);
        const auction = world.auctions.get(id);
        const least = leastBid(auction, world.rules.raiseDivisor);
        const value = random.weighted([
          [8, least],
          [4, least + random.wei(10n ** 17n)],
          [2, least === 0n ? 0n : least - 1n],
        ]);
        const at = random.chance(30)
          ? this.around(auction.endsAt - random.pick([0, 900]), now)
          : this.soon(now);
        return { from: random.pick(traders), args: [id], value, at };
      }
      case "settle": {
        const id = this.auctioned(tokenId);
        const { endsAt } = world.auctions.get(id);
        const isNear = endsAt < now + 3 * 24 * hour || random.chance(5);
        return { from: random.pick(traders), args: [id], at: isNear ? this.around(endsAt, now) : now };
      }
      case "withdraw": {
        const from = random.chance(80) ? random.pick([refuser, burner]) : random.pick(traders);
        return { from, args: [random.pick([artist, ...traders, zeroAddress])] };
      }
      case "takeShare": {
        const index = random.between(0, lotTiles.length - 1);
        const terms = { ...anyTerms, tiles: lotTiles.reduce((sum, tiles) => sum + tiles) };
        const operator = traders[(Number(tokenId) + index) % traders.length];
        const claim = { operator, price: BigInt(lotTiles[index] as number), openSeconds: 0 };
        return {
          from: random.pick(traders),
          args: [terms, (tokenId << 16n) | BigInt(index), claim, noSubmission],
        };
      }
      case "transferFrom": {
        const { market } = world.addresses;
        const to = owner === market ? artist : random.pick(traders);
        return {
          from: this.mostly(owner),
          args: [collection, random.chance(5) ? artist : owner, to, tokenId],
        };
      }
      case "approve":
        return {
          from: this.mostly(owner),
          args: [collection, random.chance(85) ? world.addresses.market : random.pick(traders), tokenId],
        };
      case "approveAll":
        return { from: random.pick(traders), args: [collection, world.addresses.market, random.chance(85)] };
      case "wrap":
        return { from: random.pick(traders), args: [], value: random.wei(10n ** 20n) };
      case "allow":
        return {
          from: random.pick(traders),
          args: [world.addresses.market, random.chance(20) ? random.wei(10n ** 18n) : 10n ** 24n],
        };
    }
  }

  /** The key of something open: what, which and whose. Empty where nothing is, and now and then. */
  private open(table: World["listings"] | World["offers"]): [Address, bigint, Address] | [] {
    const keys = table.keys().filter((key) => countIn(table.get(key)) > 0n);
    if (keys.length === 0 || this.random.chance(3)) return [];
    const [collection, tokenId, account] = this.random.pick(keys).split(" ");
    return [collection as Address, BigInt(tokenId as string), account as Address];
  }

  private auctioned(otherwise: bigint): bigint {
    const { auctions } = this.world;
    const open = auctions.keys().filter((key) => auctions.get(key).seller !== zeroAddress);
    return open.length > 0 && this.random.chance(94) ? BigInt(this.random.pick(open)) : otherwise;
  }

  private buying(collection: Address, tokenId: bigint, now: number) {
    const { random, world } = this;
    const [where = collection, id = tokenId] = this.open(world.listings);
    const { price, expiresAt } = world.listings.get(keyOf(where, id, this.ownerOf(where, id)));
    const from = random.pick(traders);
    const args = [where, id, this.bound(price, -1n), this.recipient(from), this.referrer()];
    const at = random.chance(12) && expiresAt !== 0 ? this.around(expiresAt, now) : this.soon(now);
    return { from, args, value: this.paying(price), at };
  }

  private domain() {
    const { chainId, addresses } = this.world;
    const verifyingContract = this.random.chance(2) ? addresses.weth : addresses.market;
    return { chainId: this.random.chance(2) ? 1 : chainId, verifyingContract };
  }

  private async buyingSigned(now: number) {
    const { random, world } = this;
    if (this.listings.length === 0 || random.chance(70)) {
      const collection = this.collection();
      const tokenId = this.tokenId();
      const owner = this.ownerOf(collection, tokenId);
      const seller = this.mostly(owner);
      const isFresh = collection === world.addresses.art && random.chance(95);
      const message: SignedListing = {
        ...{ seller, collection, tokenId, price: this.price() },
        startsAt: random.chance(20) ? now + random.between(0, hour) : 0,
        expiresAt: this.expiry(now) + (random.chance(50) ? hour : 0),
        transfers: isFresh ? world.transfers.get(keyOf(collection, tokenId)) : 0n,
        ...{ referrerBps: this.bps(), nonce: BigInt(this.nonce++) },
      };
      this.listings.push({ message, signature: await this.signed({ kind: "Listing", message }, seller) });
    }
    const { message, signature } = random.chance(80)
      ? (this.listings.at(-1) as Signed<SignedListing>)
      : random.pick(this.listings);
    const { price, startsAt, expiresAt } = message;
    const given = random.chance(2) ? { ...message, price: price + 1n } : message;
    const from = random.pick(traders);
    const args = [given, signature, this.bound(given.price, -1n), this.recipient(from), this.referrer()];
    const at = random.chance(25) ? this.around(random.pick([startsAt, expiresAt]), now) : this.soon(now);
    return { from, args, value: this.paying(given.price), at };
  }

  private async acceptingSigned(now: number) {
    const { random } = this;
    if (this.offers.length === 0 || random.chance(70)) {
      const ids = random.shuffled([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n]).slice(0, random.between(1, 3));
      const message: SignedOffer = {
        ...{ maker: random.pick(traders), collection: this.collection() },
        tokensRoot: random.chance(40) ? zeroHash : setOf(ids).root,
        ...{ amount: this.price(), expiresAt: this.expiry(now), nonce: BigInt(this.nonce++) },
      };
      this.offers.push({ message, signature: await this.signed({ kind: "Offer", message }, message.maker) });
    }
    const { message, signature } = random.chance(80)
      ? (this.offers.at(-1) as Signed<SignedOffer>)
      : random.pick(this.offers);
    const { collection, tokensRoot, amount, expiresAt } = message;
    const inside = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n].filter((id) =>
      holds(tokensRoot, id, proofOf(tokensRoot, id)),
    );
    const tokenId = random.chance(92) ? random.pick(inside) : this.tokenId();
    const proof = random.chance(3) ? [random.hex(32)] : proofOf(tokensRoot, tokenId);
    const from = this.mostly(this.ownerOf(collection, tokenId));
    const args = [message, signature, tokenId, proof, this.bound(amount, 1n), this.referrer(), this.bps()];
    return { from, args, at: random.chance(15) ? this.around(expiresAt, now) : this.soon(now) };
  }

  private signed(what: Parameters<typeof sign>[2], by: Address): Promise<Hex> {
    const own = signers.findIndex(({ address }) => address.toLowerCase() === by);
    const place = own === -1 || this.random.chance(3) ? this.random.between(0, signers.length - 1) : own;
    return sign(place, this.domain(), what);
  }
}
