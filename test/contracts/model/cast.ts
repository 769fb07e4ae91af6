import { type Address, keccak256, stringToHex } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";

/** Who takes part, the same in every campaign. */

const personOf = (name: string): PrivateKeyAccount => privateKeyToAccount(keccak256(stringToHex(name)));
const addressOf = (person: PrivateKeyAccount): Address => person.address.toLowerCase() as Address;
const crowd = (name: string, size: number) =>
  Array.from({ length: size }, (_, place) => personOf(`${name} ${place}`));

export const keyPeople = crowd("machine key", 18);
const artistPeople = crowd("artist", 4);
const operatorPeople = crowd("operator", 12);

/** Takes no ether: every call of it reverts. */
export const refuser: Address = "0x00000000000000000000000000000000000f0e01";
/** Burns all gas that it is given. */
export const burner: Address = "0x00000000000000000000000000000000000f0e02";

/** Codes of the hostile: `revert(0, 0)`, and an invalid instruction. */
export const hostileCodes: readonly [Address, `0x${string}`][] = [
  [refuser, "0x5f5ffd"],
  [burner, "0xfe"],
];

export const cast = {
  owner: addressOf(personOf("owner")),
  treasury: addressOf(personOf("treasury")),
  strangers: crowd("stranger", 3).map(addressOf),
  /** One of them is a contract that takes no ether. */
  artists: [...artistPeople.map(addressOf), refuser],
  operators: [...operatorPeople.map(addressOf), burner],
  keys: keyPeople.map(addressOf),
};

/** All who call, and whose balances are watched. */
export const everybody: readonly Address[] = [
  cast.owner,
  cast.treasury,
  ...cast.strangers,
  ...cast.artists,
  ...cast.operators,
  ...cast.keys,
];
