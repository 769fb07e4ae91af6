import { type HDAccount, mnemonicToAccount } from "viem/accounts";

/** The well-known test mnemonic of development chains. Its accounts are worthless everywhere else. */
const mnemonic = "test test test test test test test test test test test junk";

const roles = { deployer: 0, operator: 1, faucet: 2, requester: 3, treasury: 9 } as const;

/** The local chain's account for a role. */
export function devAccount(role: keyof typeof roles): HDAccount {
  return mnemonicToAccount(mnemonic, { addressIndex: roles[role] });
}
