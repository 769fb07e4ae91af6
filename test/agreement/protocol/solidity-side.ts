import { network } from "hardhat";
import { type Abi, type Address, decodeFunctionResult, encodeFunctionData, type Hex } from "viem";
import type { DrawCase, LotCase, SealCase } from "./cases.ts";
import { compileTwins } from "./compile-twins.ts";
import type { answerDraw, answerLot } from "./typescript-side.ts";

/** Small enough that one call stays under the gas that the chain gives it. */
const batchSize = 250;
const gas = 2n ** 24n - 1n;

/** The contracts' libraries on a chain of their own. */
export async function openTwins() {
  const { abi, bytecode } = compileTwins();
  const { viem } = await network.create();
  const reader = await viem.getPublicClient();
  const [wallet] = await viem.getWalletClients();
  if (!wallet) throw new Error("the test chain has no account");
  const hash = await wallet.deployContract({ abi, bytecode, gas });
  const { contractAddress } = await reader.waitForTransactionReceipt({ hash });
  if (!contractAddress) throw new Error("the twins were not deployed");
  const address: Address = contractAddress;

  const ask = async <Case, Answer>(functionName: string, cases: readonly Case[]): Promise<Answer[]> => {
    const answers: Answer[] = [];
    for (let from = 0; from < cases.length; from += batchSize) {
      const args = [cases.slice(from, from + batchSize)];
      const question = encodeFunctionData({ abi: abi as Abi, functionName, args });
      const { data } = await reader.call({ to: address, data: question, gas });
      const got = decodeFunctionResult({ abi: abi as Abi, functionName, data: data ?? "0x" });
      answers.push(...(got as Answer[]));
    }
    return answers;
  };
  return {
    address,
    chainId: await reader.getChainId(),
    lots: (cases: readonly LotCase[]) => ask<LotCase, ReturnType<typeof answerLot>>("lots", cases),
    draws: (cases: readonly DrawCase[]) => ask<DrawCase, ReturnType<typeof answerDraw>>("draws", cases),
    seals: (cases: readonly SealCase[]) => ask<SealCase, Hex>("seals", cases),
    trees: (cases: readonly { index: bigint; digest: Hex; proof: Hex[] }[]) =>
      ask<{ index: bigint; digest: Hex; proof: Hex[] }, Hex>("trees", cases),
    assemblyTileProbes: (pixels: readonly Hex[]) => ask<Hex, Hex>("assemblyTileProbes", pixels),
  };
}

export type Twins = Awaited<ReturnType<typeof openTwins>>;
