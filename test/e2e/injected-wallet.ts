import type { Page } from "@playwright/test";
import { createPublicClient, createWalletClient, defineChain, type Hex, http } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

/** What the wallet's owner does when asked; the test changes it as it goes. */
export type WalletMood = {
  chainId: number;
  rejects: boolean;
  knowsChain: boolean;
  /** Takes several calls in one confirmation (EIP-5792). */
  batches?: boolean;
  /** Told when the owner is asked to confirm a transaction, whose gas is estimated by then. */
  asksToConfirm?: () => void;
  /** Confirms a transaction only after this. */
  confirmsAfter?: Promise<void>;
  /** Answers a batch only after this, though its calls are on the chain before. */
  answersCalls?: Promise<void>;
};

type Answer = { result: unknown } | { error: { code: number; message: string } };
const refusal = (code: number, message: string): Answer => ({ error: { code, message } });

/**
 * Puts a browser wallet into the page that announces itself as wallets do (EIP-6963); its key stays in the test.
 */
export async function injectWallet(
  page: Page,
  rpcUrl: string,
  mood: WalletMood,
  key: Hex = generatePrivateKey(),
) {
  const account = privateKeyToAccount(key);
  const chain = defineChain({
    id: 31337,
    name: "local",
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const wallet = createWalletClient({ account, chain, transport: http(rpcUrl) });
  const reader = createPublicClient({ chain, transport: http(rpcUrl) });
  let authorised = false;

  // biome-ignore lint/suspicious/noExplicitAny: parameters of the wallet's JSON-RPC have no one type
  async function answer(method: string, params: any[]): Promise<Answer> {
    switch (method) {
      case "eth_requestAccounts":
      case "wallet_requestPermissions":
        authorised = true;
        return {
          result:
            method === "eth_requestAccounts" ? [account.address] : [{ parentCapability: "eth_accounts" }],
        };
      case "eth_accounts":
        return { result: authorised ? [account.address] : [] };
      case "eth_chainId":
        return { result: `0x${mood.chainId.toString(16)}` };
      case "wallet_switchEthereumChain":
        if (!mood.knowsChain) return refusal(4902, "Unrecognized chain ID");
        mood.chainId = Number(params[0].chainId);
        return { result: null };
      case "wallet_addEthereumChain":
        mood.knowsChain = true;
        mood.chainId = Number(params[0].chainId);
        return { result: null };
      case "wallet_revokePermissions":
        authorised = false;
        return { result: null };
      case "eth_sendTransaction": {
        if (mood.rejects) return refusal(4001, "User rejected the request.");
        const { to, data, gas } = params[0];
        const value = BigInt(params[0].value ?? 0);
        const limit = gas ? BigInt(gas) : await reader.estimateGas({ account, to, data, value });
        mood.asksToConfirm?.();
        await mood.confirmsAfter;
        return { result: await wallet.sendTransaction({ to, data, value, gas: limit }) };
      }
      case "eth_signTypedData_v4":
        if (mood.rejects) return refusal(4001, "User rejected the request.");
        return { result: await account.signTypedData(JSON.parse(params[1])) };
      case "wallet_getCapabilities":
        return { result: mood.batches ? { "0x7a69": { atomic: { status: "supported" } } } : {} };
      case "wallet_sendCalls": {
        if (!mood.batches) return refusal(-32601, "Method not found");
        let last: Hex = "0x";
        for (const { to, data } of params[0].calls) {
          last = await wallet.sendTransaction({ to, data });
          await reader.waitForTransactionReceipt({ hash: last });
        }
        await mood.answersCalls;
        return { result: { id: last } };
      }
      case "wallet_getCallsStatus": {
        const [id] = params as [Hex];
        const receipt = await reader.request({ method: "eth_getTransactionReceipt", params: [id] });
        return {
          result: { version: "2.0.0", id, chainId: "0x7a69", status: 200, atomic: true, receipts: [receipt] },
        };
      }
      default:
        // biome-ignore lint/suspicious/noExplicitAny: passed through to the chain as it came
        return { result: await reader.request({ method, params } as any) };
    }
  }

  await page.exposeFunction("__walletAnswers", async (method: string, params: unknown[]): Promise<Answer> => {
    try {
      return await answer(method, params);
    } catch (error) {
      const { code, message } = error as { code?: number; message: string };
      return refusal(code ?? -32000, message);
    }
  });
  await page.addInitScript(() => {
    type Told = { result?: unknown; error?: { code: number; message: string } };
    type Ask = (method: string, params: unknown[]) => Promise<Told>;
    type Listener = (...values: unknown[]) => void;
    const listeners = new Map<string, Set<Listener>>();
    const ask = (window as unknown as { __walletAnswers: Ask }).__walletAnswers;
    const tellChain = async () => {
      const chainId = (await ask("eth_chainId", [])).result;
      for (const listener of listeners.get("chainChanged") ?? []) listener(chainId);
    };
    Object.assign(window, { __walletTellsChain: tellChain });
    const provider = {
      async request({ method, params }: { method: string; params?: unknown[] }) {
        const { result, error } = await ask(method, params ?? []);
        if (error) throw Object.assign(new Error(error.message), { code: error.code });
        if (method === "wallet_switchEthereumChain" || method === "wallet_addEthereumChain")
          await tellChain();
        return result;
      },
      on(event: string, listener: Listener) {
        listeners.set(event, (listeners.get(event) ?? new Set()).add(listener));
        return provider;
      },
      removeListener(event: string, listener: Listener) {
        listeners.get(event)?.delete(listener);
        return provider;
      },
    };
    const info = {
      uuid: "0f5a2c4e-4a54-4a8e-9b9d-6a1f1d3b7c01",
      name: "Test Wallet",
      icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
      rdns: "art.graphiti.testwallet",
    };
    const announce = () =>
      window.dispatchEvent(
        new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info, provider }) }),
      );
    window.addEventListener("eip6963:requestProvider", announce);
    announce();
  });
  return {
    address: account.address,
    /** The wallet's owner picks another network in the wallet itself. */
    async moveTo(chainId: number): Promise<void> {
      mood.chainId = chainId;
      await page.evaluate(() =>
        (window as unknown as { __walletTellsChain(): Promise<void> }).__walletTellsChain(),
      );
    },
  };
}
