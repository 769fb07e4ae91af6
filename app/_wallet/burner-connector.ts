import { type Chain, getAddress } from "viem";
import { createConnector } from "wagmi";
import { burnerKey } from "./burner-key.ts";
import { type BurnerProvider, burnerProvider } from "./burner-provider.ts";
import { askFaucet } from "./faucet-client.ts";

const connectedSlot = "burner.connected";

/** A wagmi connector for the burner wallet. Connecting asks the faucet for play money once, and works without it. */
export function burnerConnector(chain: Chain) {
  let provider: BurnerProvider | undefined;
  return createConnector<BurnerProvider>((config) => {
    const provide = () => {
      provider ??= burnerProvider(burnerKey(), chain);
      return provider;
    };
    return {
      id: "burner",
      name: "Burner wallet",
      type: "burner",
      async connect<WithCapabilities extends boolean = false>(
        options: { isReconnecting?: boolean; withCapabilities?: WithCapabilities | boolean } = {},
      ) {
        const { address } = provide();
        if (!options.isReconnecting) await askFaucet(address).catch(() => undefined);
        await config.storage?.setItem(connectedSlot as never, true as never);
        const accounts = options.withCapabilities ? [{ address, capabilities: {} }] : [address];
        return { accounts: accounts as never, chainId: chain.id };
      },
      async disconnect() {
        await config.storage?.removeItem(connectedSlot as never);
      },
      getAccounts: async () => [getAddress(provide().address)],
      getChainId: async () => chain.id,
      getProvider: async () => provide(),
      isAuthorized: async () => Boolean(await config.storage?.getItem(connectedSlot as never)),
      async switchChain({ chainId }) {
        if (chainId !== chain.id) throw new Error("The burner wallet lives on the local chain only.");
        return chain;
      },
      onAccountsChanged() {},
      onChainChanged() {},
      onDisconnect() {
        config.emitter.emit("disconnect");
      },
    };
  });
}
