import type { Address, Hex } from "viem";
import { refuse } from "../model/revert.ts";
import { lower, signers, wallet } from "./people.ts";
import { type Context, keyOf, type World } from "./world.ts";

export type SignedListing = {
  seller: Address;
  collection: Address;
  tokenId: bigint;
  price: bigint;
  startsAt: number;
  expiresAt: number;
  transfers: bigint;
  referrerBps: number;
  nonce: bigint;
};
export type SignedOffer = {
  maker: Address;
  collection: Address;
  tokensRoot: Hex;
  amount: bigint;
  expiresAt: number;
  nonce: bigint;
};
export type Signable = { kind: "Listing"; message: SignedListing } | { kind: "Offer"; message: SignedOffer };
export type Domain = { chainId: number; verifyingContract: Address };

const types = {
  Listing: [
    { name: "seller", type: "address" },
    { name: "collection", type: "address" },
    { name: "tokenId", type: "uint256" },
    { name: "price", type: "uint96" },
    { name: "startsAt", type: "uint40" },
    { name: "expiresAt", type: "uint40" },
    { name: "transfers", type: "uint32" },
    { name: "referrerBps", type: "uint16" },
    { name: "nonce", type: "uint256" },
  ],
  Offer: [
    { name: "maker", type: "address" },
    { name: "collection", type: "address" },
    { name: "tokensRoot", type: "bytes32" },
    { name: "amount", type: "uint96" },
    { name: "expiresAt", type: "uint40" },
    { name: "nonce", type: "uint256" },
  ],
};

const textOf = (domain: Domain, { kind, message }: Signable): string =>
  [
    domain.chainId,
    domain.verifyingContract,
    kind,
    ...types[kind].map(({ name }) => message[name as never]),
  ].join();

/** Who signed what, so that the model need not know how signatures are checked. */
const signed = new Map<Hex, { signer: Address; text: string }>();

export async function sign(place: number, domain: Domain, what: Signable): Promise<Hex> {
  const person = signers[place] as (typeof signers)[number];
  const signature = await person.signTypedData({
    domain: { name: "Graphiti ArtMarket", version: "1", ...domain },
    types,
    primaryType: what.kind,
    message: what.message,
  });
  signed.set(signature, { signer: lower(person.address), text: textOf(domain, what) });
  return signature;
}

export function spendSignature(
  world: World,
  call: Context,
  signer: Address,
  nonce: bigint,
  what: Signable,
  signature: Hex,
): void {
  const key = keyOf(signer, nonce);
  if (world.spent.get(key)) refuse("NonceIsSpent", signer, nonce);
  const { market } = world.addresses;
  const known = signed.get(signature);
  const text = textOf({ chainId: world.chainId, verifyingContract: market }, what);
  const isGood = signer === wallet ? world.walletAgrees : known?.signer === signer && known.text === text;
  if (!isGood) refuse("SignatureInvalid", signer);
  world.spent.set(key, true);
  call.emitted.push({ event: "NonceSpent", args: { account: signer, nonce } });
}
