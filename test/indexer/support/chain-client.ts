import { createTestClient, http, publicActions, walletActions } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { foundry } from "viem/chains";

const phrase = "test test test test test test test test test test test junk";
const account = (addressIndex: number) => mnemonicToAccount(phrase, { addressIndex });

/** Accounts of the dev chain, by the part they play. */
export const dev = {
  deployer: account(0),
  operator: account(1),
  key: account(2),
  artist: account(3),
  collector: account(4),
  checker: account(5),
  checkerKey: account(6),
  doubter: account(7),
  doubterKey: account(8),
  treasury: account(9),
};

export type ChainClient = ReturnType<typeof chainClient>;

export const chainClient = (url: string) =>
  createTestClient({
    chain: foundry,
    mode: "anvil",
    transport: http(url, { retryCount: 0 }),
    pollingInterval: 20,
    cacheTime: 0,
  })
    .extend(publicActions)
    .extend(walletActions);
