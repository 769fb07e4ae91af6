import { jobEscrowAbi } from "@graphiti/protocol/abi/job-escrow.ts";
import { chainNamed } from "@graphiti/protocol/chains.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import {
  type Account,
  createPublicClient,
  createWalletClient,
  type Hex,
  http,
  type PublicClient,
  type TransactionReceipt,
} from "viem";

/** One account's view of the escrow: reads, and sends that wait for their receipt. */
export type EscrowSession = {
  account: Account;
  deployment: Deployment;
  reader: PublicClient;
  escrow: { address: Hex; abi: typeof jobEscrowAbi };
  /** Simulates first, so that a call that would fail costs nothing. */
  send: (request: SendRequest) => Promise<TransactionReceipt>;
  nowSeconds: () => Promise<number>;
};

// biome-ignore lint/suspicious/noExplicitAny: viem infers the arguments from the function name at each call
type SendRequest = { functionName: string; args: readonly any[]; value?: bigint };

export function openEscrowSession(deployment: Deployment, rpcUrl: string, account: Account): EscrowSession {
  const chain = { ...chainNamed(deployment.chain, rpcUrl), id: deployment.chainId };
  const transport = http(rpcUrl);
  const reader = createPublicClient({ chain, transport, pollingInterval: 200, cacheTime: 0 });
  const wallet = createWalletClient({ account, chain, transport });
  const escrow = { address: deployment.addresses.escrow, abi: jobEscrowAbi };
  return {
    account,
    deployment,
    reader,
    escrow,
    async send(call) {
      // biome-ignore lint/suspicious/noExplicitAny: the pair of name and arguments is checked by the simulation
      const { request } = await reader.simulateContract({ ...escrow, account, ...call } as any);
      // biome-ignore lint/suspicious/noExplicitAny: the request comes from the simulation as it is
      const hash = await wallet.writeContract(request as any);
      const receipt = await reader.waitForTransactionReceipt({ hash });
      if (receipt.status !== "success") throw new Error(`transaction ${hash} failed`);
      return receipt;
    },
    async nowSeconds() {
      return Number((await reader.getBlock()).timestamp);
    },
  };
}
