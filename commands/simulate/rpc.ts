import type { Random } from "../seeded-random.ts";

export type Rpc = (method: string, params?: readonly unknown[]) => Promise<unknown>;

type Answer = { id: number; result?: unknown; error?: { message: string } };

/**
 * Sends several calls in one request, which are carried out in any order.
 * @returns their answers in the order of the calls
 * @throws at the first that failed
 */
export type Batch = (
  calls: readonly (readonly [method: string, params: readonly unknown[]])[],
) => Promise<unknown[]>;

export function httpBatch(url: string): Batch {
  return async (calls) => {
    const body = calls.map(([method, params], id) => ({ jsonrpc: "2.0", id, method, params }));
    const headers = { "content-type": "application/json" };
    const response = await fetch(url, { method: "POST", body: JSON.stringify(body), headers });
    const answers = (await response.json()) as Answer[];
    return answers
      .sort((one, other) => one.id - other.id)
      .map(({ result, error }) => {
        if (error) throw new Error(error.message);
        return result;
      });
  };
}

export const rpcOf =
  (batch: Batch): Rpc =>
  async (method, params = []) =>
    (await batch([[method, params]]))[0];

/** Parts of all calls that go wrong. */
export type FaultRates = {
  refused: number;
  unanswered: number;
  laggingNonce: number;
  missingReceipt: number;
};

export const usualFaults: FaultRates = {
  refused: 0.05,
  unanswered: 0.05,
  laggingNonce: 0.1,
  missingReceipt: 0.1,
};

/**
 * An RPC as one meets them: calls fail before they are heard or after they were carried out, nonces are old, and
 * receipts that exist are not found.
 */
export function faultyRpc(rpc: Rpc, random: Random, rates: FaultRates = usualFaults): Rpc {
  return async (method, params) => {
    if (random() < rates.refused) throw new Error("503 Service Unavailable");
    const answer = await rpc(method, params).catch((error: unknown) => {
      if (random() < rates.unanswered) throw new Error("the request timed out");
      throw error;
    });
    if (random() < rates.unanswered) throw new Error("the request timed out");
    if (method === "eth_getTransactionCount" && random() < rates.laggingNonce)
      return `0x${Math.max(0, Number(answer) - 1).toString(16)}`;
    if (method === "eth_getTransactionReceipt" && random() < rates.missingReceipt) return null;
    return answer;
  };
}
