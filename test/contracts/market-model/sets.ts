import { concatHex, type Hex, keccak256, toHex, zeroHash } from "viem";

/** Sets of tokens that an offer is for: of one, two or three, with their proofs, as OpenZeppelin's trees have them. */

export type TokenSet = { root: Hex; proofs: ReadonlyMap<bigint, readonly Hex[]> };

const leafOf = (tokenId: bigint): Hex => keccak256(keccak256(toHex(tokenId, { size: 32 })));
const join = (one: Hex, other: Hex): Hex =>
  keccak256(concatHex(BigInt(one) < BigInt(other) ? [one, other] : [other, one]));

const known = new Map<Hex, TokenSet>();

export function setOf(ids: readonly bigint[]): TokenSet {
  const [first = 0n, second, third] = ids;
  const [one, two, three] = [first, second ?? 0n, third ?? 0n].map(leafOf) as [Hex, Hex, Hex];
  const pair = join(one, two);
  const set: TokenSet =
    second === undefined
      ? { root: one, proofs: new Map([[first, []]]) }
      : third === undefined
        ? {
            root: pair,
            proofs: new Map([
              [first, [two]],
              [second, [one]],
            ]),
          }
        : {
            root: join(pair, three),
            proofs: new Map([
              [first, [two, three]],
              [second, [one, three]],
              [third, [pair]],
            ]),
          };
  known.set(set.root, set);
  return set;
}

export const holds = (root: Hex, tokenId: bigint, proof: readonly Hex[]): boolean =>
  root === zeroHash || known.get(root)?.proofs.get(tokenId)?.join() === proof.join();

export const proofOf = (root: Hex, tokenId: bigint): readonly Hex[] =>
  known.get(root)?.proofs.get(tokenId) ?? [];
