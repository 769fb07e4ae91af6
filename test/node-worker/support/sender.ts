import { type Abi, type Account, createWalletClient, type Hex, http, type PublicClient } from "viem";
import { foundry } from "viem/chains";

/** Sends transactions of one account and returns their receipts; a revert throws with its reason. */
export function sender(url: string, reader: PublicClient, account: Account) {
  const wallet = createWalletClient({ account, chain: foundry, transport: http(url) });
  const mined = (hash: Hex) => reader.waitForTransactionReceipt({ hash });
  return {
    pay: async (to: Hex, value: bigint) => mined(await wallet.sendTransaction({ to, value })),
    // biome-ignore lint/suspicious/noExplicitAny: name and arguments are checked by the simulation
    async call(contract: { address: Hex; abi: Abi | readonly any[] }, name: string, args: any[], value = 0n) {
      const request = { ...contract, functionName: name, args, value, account };
      await reader.simulateContract(request as never);
      return mined(await wallet.writeContract(request as never));
    },
  };
}
