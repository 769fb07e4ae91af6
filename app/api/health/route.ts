import { publicClientFor } from "@graphiti/protocol/chain-client.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { indexerHealth } from "../../_data/health.ts";
import { within } from "../../_server/within.ts";

const patienceMs = 3_000;

export type GalleryHealth = {
  ok: boolean;
  chain: "up" | "down";
  indexer: "up" | "catching-up" | "down";
  /** Blocks between the chain's head and the index. */
  behindBlocks?: number;
};

/** Whether the gallery's sources answer. 200 as long as the gallery itself runs and could be asked. */
export async function GET(): Promise<Response> {
  const env = readEnv();
  const [head, index] = await Promise.all([
    loadDeployment(env)
      .then((deployment) => within(patienceMs, publicClientFor(env, deployment).getBlockNumber()))
      .catch(() => undefined),
    within(patienceMs, indexerHealth()).catch(() => undefined),
  ]);
  const behindBlocks =
    head !== undefined && index ? Math.max(0, Number(head) - index.block.number) : undefined;
  const health: GalleryHealth = {
    ok: head !== undefined && index?.ready === true,
    chain: head === undefined ? "down" : "up",
    indexer: !index ? "down" : index.ready ? "up" : "catching-up",
    behindBlocks,
  };
  return Response.json(health, { headers: { "cache-control": "no-store" } });
}
