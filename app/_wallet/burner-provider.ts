import {
  type Address,
  type Chain,
  createPublicClient,
  createWalletClient,
  type EIP1193RequestFn,
  type Hex,
  http,
  numberToHex,
  SwitchChainError,
  type TypedDataDefinition,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";

type TransactionRequest = { to?: Address; data?: Hex; value?: Hex; gas?: Hex };
type Request = { method: string; params?: unknown };
export type BurnerProvider = { request: EIP1193RequestFn; address: Address };

/**
 * A wallet in the page: an EIP-1193 provider over a private key that signs whatever it is asked to.
 * For the local chain only, where the money is play money.
 */
export function burnerProvider(key: Hex, chain: Chain): BurnerProvider {
  const account = privateKeyToAccount(key);
  const transport = http();
  const reader = createPublicClient({ chain, transport });
  const wallet = createWalletClient({ account, chain, transport });

  async function send({ to, data, value, gas }: TransactionRequest): Promise<Hex> {
    return wallet.sendTransaction({
      to,
      data,
      value: value ? BigInt(value) : undefined,
      gas: gas ? BigInt(gas) : undefined,
    });
  }

  async function request({ method, params }: Request): Promise<unknown> {
    const given = (params ?? []) as unknown[];
    switch (method) {
      case "eth_accounts":
      case "eth_requestAccounts":
        return [account.address];
      case "eth_chainId":
        return numberToHex(chain.id);
      case "eth_sendTransaction":
        return send(given[0] as TransactionRequest);
      case "personal_sign":
        return account.signMessage({ message: { raw: given[0] as Hex } });
      case "eth_signTypedData_v4":
        return account.signTypedData(JSON.parse(given[1] as string) as TypedDataDefinition);
      case "wallet_switchEthereumChain":
        if (Number((given[0] as { chainId: Hex }).chainId) === chain.id) return null;
        throw new SwitchChainError(new Error("The burner wallet lives on the local chain only."));
      default:
        return reader.request({ method, params: given } as never);
    }
  }

  return { request: request as EIP1193RequestFn, address: account.address };
}
