import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createPublicClient, http, type PublicClient } from "viem";
import { foundry } from "viem/chains";

export type Faults = {
  /** The RPC answers every transaction count as it was this many transactions ago. */
  nonceLag?: number;
  /** Every n-th connection is dropped without an answer; half of the time after the request was carried out. */
  dropEvery?: number;
  /** A query for the events of more blocks is refused. */
  mostLogBlocks?: number;
};

/** An RPC in front of `target` that misbehaves in the ways that public RPCs do. */
export async function startFaultyRpc(target: string) {
  let faults: Faults = {};
  let requests = 0;
  const server = createServer(async (request, response) => {
    requests += 1;
    const dropped = faults.dropEvery !== undefined && requests % faults.dropEvery === 0;
    if (dropped && requests % 2 === 0) return request.socket.destroy();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const refusal = refuse(JSON.parse(body), faults);
    if (refusal) return response.setHeader("content-type", "application/json").end(refusal);
    const answer = await fetch(target, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    }).then((reply) => reply.json() as Promise<{ result?: string }>);
    if (dropped) return request.socket.destroy();
    if (faults.nonceLag && body.includes("eth_getTransactionCount"))
      answer.result = `0x${Math.max(0, Number(answer.result) - faults.nonceLag).toString(16)}`;
    response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    become: (next: Faults) => {
      faults = next;
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

type Request = { id: number; method: string; params: { fromBlock: string; toBlock: string }[] };

function refuse({ id, method, params }: Request, { mostLogBlocks }: Faults): string | undefined {
  const [range] = params;
  if (mostLogBlocks === undefined || method !== "eth_getLogs" || !range) return undefined;
  if (Number(range.toBlock) - Number(range.fromBlock) < mostLogBlocks) return undefined;
  return JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32600, message: "block range is too large" } });
}

export function readingClient(url: string): PublicClient {
  const transport = http(url, { retryCount: 0, timeout: 5_000 });
  return createPublicClient({ chain: foundry, transport, cacheTime: 0, pollingInterval: 20 });
}
