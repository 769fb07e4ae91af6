import { type HDAccount, mnemonicToAccount } from "viem/accounts";

/** The well-known test mnemonic of development chains. Its accounts are worthless everywhere else. */
const mnemonic = "test test test test test test test test test test test junk";

const roles = { deployer: 0, faucet: 2, requester: 3, treasury: 9 } as const;
/** Operators come after all roles. */
const operatorsFrom = 10;

/** The local chain's account for a role. */
export function devAccount(role: keyof typeof roles): HDAccount {
  return mnemonicToAccount(mnemonic, { addressIndex: roles[role] });
}

/** The local chain's account for the operator of a node, counted from 1. */
export const devOperator = (node: number): HDAccount =>
  mnemonicToAccount(mnemonic, { addressIndex: operatorsFrom + node });
