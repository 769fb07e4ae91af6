import {
  type Address,
  concatHex,
  type Hex,
  keccak256,
  padHex,
  stringToHex,
  toFunctionSelector,
  toHex,
} from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";

/** Who trades, who is paid, and what the codes of the odd ones do. Addresses are in lower case. */

export const lower = (address: string): Address => address.toLowerCase() as Address;
const personOf = (name: string): PrivateKeyAccount => privateKeyToAccount(keccak256(stringToHex(name)));

export const signers: readonly PrivateKeyAccount[] = ["one", "two", "three", "four"].map((name) =>
  personOf(`trader ${name}`),
);
export const deployer = lower(personOf("deployer").address);
export const treasury = lower(personOf("treasury").address);

/** Reverts whenever it is called. */
export const refuser: Address = "0x00000000000000000000000000000000000f0e01";
/** Burns all gas that it is given. */
export const burner: Address = "0x00000000000000000000000000000000000f0e02";
/** Takes ether, and says of every signature that it is its own; or of none, when it has changed its mind. */
export const wallet: Address = "0x00000000000000000000000000000000000f0e03";
/** Are asked for the royalties of the works, and of the foreign collection; the first also who computed a work. */
export const artMinter: Address = "0x00000000000000000000000000000000000f0e04";
export const foreignMinter: Address = "0x00000000000000000000000000000000000f0e05";
export const artist: Address = lower(personOf("artist").address);
export const dead: Address = "0x0000000000000000000000000000000000000000";

export const traders: readonly Address[] = [
  ...signers.map(({ address }) => lower(address)),
  refuser,
  burner,
  wallet,
];
export const everybody: readonly Address[] = [...traders, deployer, treasury, artist];

/** Returns ERC-1271's word for "it is signed", to any call; or another word. */
export const walletCode = (agrees: boolean): Hex =>
  concatHex(["0x63", agrees ? "0x1626ba7e" : "0xdeadbeef", "0x60e01b5f5260205ff3"]);

/** What a collection's minter answers about the token whose number modulo 8 is the row's. */
type RoyaltyRow = { receiver: Hex; bps: number } | undefined;

const odd = "0x010000000000000000000000000000000000000000000000000f0e0100000000";

export const royalties: Record<"art" | "foreign", readonly RoyaltyRow[]> = {
  art: [
    { receiver: artist, bps: 500 },
    { receiver: traders[0] as Address, bps: 750 },
    { receiver: refuser, bps: 333 },
    { receiver: burner, bps: 1_000 },
    undefined,
    { receiver: artist, bps: 2_500 },
    { receiver: dead, bps: 500 },
    { receiver: artist, bps: 0 },
  ],
  foreign: [
    { receiver: artist, bps: 125 },
    { receiver: refuser, bps: 65_535 },
    { receiver: dead, bps: 0 },
    { receiver: traders[1] as Address, bps: 1_001 },
    // Burns all gas.
    undefined,
    // No address.
    { receiver: odd, bps: 500 },
    // No 16-bit number.
    { receiver: artist, bps: 70_000 },
    { receiver: wallet, bps: 999 },
  ],
};

/** Whether the row is an answer at all. */
export const isAnswer = (row: RoyaltyRow): row is { receiver: Address; bps: number } =>
  row !== undefined && row.receiver.length === 42 && row.bps <= 0xffff;

const tableOf = (rows: readonly RoyaltyRow[]): Hex[] =>
  rows.flatMap((row) => [padHex(row?.receiver ?? "0x00", { size: 32 }), toHex(row?.bps ?? 0, { size: 32 })]);

/** Copies 64 bytes of the table behind the code into its answer; token 4 is answered by an invalid instruction. */
const minterCode = (rows: readonly RoyaltyRow[]): Hex =>
  concatHex(["0x60043560071680600414601c57604002601e016040905f3960405ff35bfe", ...tableOf(rows)]);

/** The operators' part of the sales of the work whose number modulo 8 is the row's. */
export const shareBps = [0, 500, 250, 0, 500, 1, 333, 0];

/**
 * The escrow's answers: to `royaltyOf` as {@link minterCode}, to `operatorShareOf` a word of a second table, and to all
 * else, which is `computedBy`, the first two words of the claim that it is asked about.
 */
const escrowCode = (rows: readonly RoyaltyRow[]): Hex =>
  concatHex([
    ...(["0x5f3560e01c8063", toFunctionSelector("operatorShareOf(uint256)"), "0x14602357"] as const),
    ...(["0x63", toFunctionSelector("royaltyOf(uint256)"), "0x14603a57"] as const),
    "0x60406102445f3760405ff3",
    "0x5b600435600716602002610259016020905f3960205ff3",
    "0x5b600435600716806004146057576040026059016040905f3960405ff35bfe",
    ...tableOf(rows),
    ...shareBps.map((bps) => toHex(bps, { size: 32 })),
  ]);

export const codes: readonly [Address, Hex][] = [
  [refuser, "0x5f5ffd"],
  [burner, "0xfe"],
  [wallet, walletCode(true)],
  [artMinter, escrowCode(royalties.art)],
  [foreignMinter, minterCode(royalties.foreign)],
];
