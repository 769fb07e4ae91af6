import { z } from "zod";
import { read, request } from "./query.ts";
import { digits } from "./shapes.ts";
import type { IndexerHealth, NetworkStats } from "./views.ts";

const chainStatus = z.object({
  id: z.number(),
  block: z.object({ number: z.number(), timestamp: z.number() }),
});

/** How far the index has come. Throws INDEXER_UNREACHABLE where there is none. */
export async function indexerHealth(): Promise<IndexerHealth> {
  const [ready, status] = await Promise.all([
    request("/ready"),
    read("/status", z.object({ network: chainStatus })),
  ]);
  const { id, block } = status.network;
  return { ready: ready.ok, chainId: id, block: { number: block.number, at: block.timestamp } };
}

const totals = z.object({
  jobs: z.number(),
  liveJobs: z.number(),
  tokens: z.number(),
  operators: z.number(),
  tiles: z.number(),
  paidWei: digits,
});

/** Figures about the whole network. */
export const networkStats = (): Promise<NetworkStats> => read("/totals", totals);
