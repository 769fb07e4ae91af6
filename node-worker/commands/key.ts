import { publicClientFor } from "@graphiti/protocol/chain-client.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import type { Env } from "@graphiti/protocol/env.ts";
import type { Address, Hex } from "viem";
import { Escrow } from "../chain/escrow.ts";
import { settingsFrom } from "../settings.ts";
import { machineAccount } from "./home.ts";

const dayInSeconds = 86_400;

/** The machine key's agreement to work for an operator, as `JobEscrow.registerKey(key, deadline, signature)` takes it. */
export type Consent = {
  key: Address;
  operator: Address;
  nonce: string;
  /** Unix seconds. */
  deadline: string;
  signature: Hex;
  escrow: Address;
  chainId: number;
};

export type KeyOptions = { operator: Address | undefined; deadline: bigint | undefined; json: boolean };

/** Prints the machine key's address, or its consent to an operator. */
export async function key(env: Env, { operator, deadline, json }: KeyOptions, print: (line: string) => void) {
  const account = await machineAccount(settingsFrom(env));
  if (!operator) return print(json ? JSON.stringify({ key: account.address }) : account.address);
  const deployment = await loadDeployment(env);
  const escrow = new Escrow(publicClientFor(env, deployment), deployment);
  const nonce = await escrow.keyNonce(account.address);
  const until = deadline ?? BigInt((await escrow.nowSeconds()) + dayInSeconds);
  const signature = await account.signTypedData({
    domain: {
      name: "Graphiti JobEscrow",
      version: "1",
      chainId: deployment.chainId,
      verifyingContract: escrow.address,
    },
    types: {
      MachineKeyConsent: [
        { name: "operator", type: "address" },
        { name: "key", type: "address" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    },
    primaryType: "MachineKeyConsent",
    message: { operator, key: account.address, nonce, deadline: until },
  });
  const consent: Consent = {
    key: account.address,
    operator,
    nonce: nonce.toString(),
    deadline: until.toString(),
    signature,
    escrow: escrow.address,
    chainId: deployment.chainId,
  };
  print(JSON.stringify(consent, null, json ? 0 : 2));
}
