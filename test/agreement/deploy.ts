import { network } from "hardhat";
import { type Address, decodeFunctionResult, encodeFunctionData } from "viem";
import type { Compiled } from "./compile.ts";

const gas = 2n ** 24n - 1n;

/** A contract on a chain of its own, whose functions take a list of cases and give a list of answers. */
export async function deploy({ abi, bytecode }: Compiled) {
  const { viem } = await network.create();
  const reader = await viem.getPublicClient();
  const [wallet] = await viem.getWalletClients();
  if (!wallet) throw new Error("the test chain has no account");
  const hash = await wallet.deployContract({ abi, bytecode, gas });
  const { contractAddress } = await reader.waitForTransactionReceipt({ hash });
  if (!contractAddress) throw new Error("the contract was not deployed");
  const address: Address = contractAddress;

  /** @param batchSize small enough that one call stays under the gas that the chain gives it */
  async function ask<Case, Answer>(
    functionName: string,
    cases: readonly Case[],
    batchSize: number,
  ): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (let from = 0; from < cases.length; from += batchSize) {
      const args = [cases.slice(from, from + batchSize)];
      const question = encodeFunctionData({ abi, functionName, args });
      const { data } = await reader.call({ to: address, data: question, gas });
      const got = decodeFunctionResult({ abi, functionName, data: data ?? "0x" });
      answers.push(...(got as Answer[]));
    }
    return answers;
  }
  return { address, chainId: await reader.getChainId(), ask };
}
