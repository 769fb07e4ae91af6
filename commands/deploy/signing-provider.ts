import { type Hex, hexToBigInt, hexToNumber, type LocalAccount } from "viem";

type Request = { readonly method: string; readonly params?: readonly unknown[] | object };
type RpcAnswer = { result?: unknown; error?: { code: number; message: string; data?: unknown } };
type RpcTransaction = Partial<
  Record<
    "to" | "data" | "value" | "gas" | "nonce" | "gasPrice" | "maxFeePerGas" | "maxPriorityFeePerGas",
    Hex
  >
>;

const amount = (text: Hex | undefined): bigint | undefined =>
  text === undefined ? undefined : hexToBigInt(text);

function sign(account: LocalAccount, chainId: number, given: RpcTransaction): Promise<Hex> {
  const rest = {
    chainId,
    to: given.to,
    data: given.data,
    value: amount(given.value),
    gas: amount(given.gas),
    nonce: given.nonce === undefined ? undefined : hexToNumber(given.nonce),
  };
  return given.maxFeePerGas === undefined
    ? account.signTransaction({ ...rest, type: "legacy", gasPrice: amount(given.gasPrice) })
    : account.signTransaction({
        ...rest,
        type: "eip1559",
        maxFeePerGas: amount(given.maxFeePerGas),
        maxPriorityFeePerGas: amount(given.maxPriorityFeePerGas),
      });
}

/**
 * An EIP-1193 provider over a JSON-RPC URL that signs with one account of ours: the node needs to hold no key.
 * Errors keep the node's message, code and data.
 * @param keep is given each transaction before it is broadcast
 */
export function signingProvider(
  rpcUrl: string,
  account: LocalAccount,
  chainId: number,
  keep: (signed: { nonce: number; bytes: Hex }) => Promise<void>,
) {
  let lastId = 0;
  const send = async ({ method, params = [] }: Request): Promise<unknown> => {
    lastId += 1;
    const response = await fetch(rpcUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: lastId, method, params }),
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok && response.status !== 400) throw new Error(`the RPC answers ${response.status}`);
    const { result, error } = (await response.json()) as RpcAnswer;
    if (error) throw Object.assign(new Error(error.message), { code: error.code, data: error.data });
    return result;
  };
  return {
    async request(request: Request): Promise<unknown> {
      if (request.method === "eth_accounts") return [account.address];
      if (request.method !== "eth_sendTransaction") return send(request);
      const [transaction] = request.params as readonly [RpcTransaction];
      const bytes = await sign(account, chainId, transaction);
      await keep({ nonce: hexToNumber(transaction.nonce ?? "0x0"), bytes });
      return send({ method: "eth_sendRawTransaction", params: [bytes] });
    },
  };
}
