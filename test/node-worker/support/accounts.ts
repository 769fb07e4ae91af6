import { mnemonicToAccount } from "viem/accounts";

const account = (addressIndex: number) =>
  mnemonicToAccount("test test test test test test test test test test test junk", { addressIndex });

/** Accounts that a dev chain gives money to, by what they are here. */
export const deployer = account(0);
export const operator = account(1);
export const artist = account(3);
