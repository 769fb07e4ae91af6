import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Env } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { readingStore } from "@graphiti/protocol/storage/reading-store.ts";
import { Discovery } from "../duties/discover.ts";
import { verifyWork } from "../duties/verify-work.ts";
import { openReadingNode } from "../reading-node.ts";
import { checkTable, outcomeOf } from "../report/check-table.ts";

export type VerifyWish = { jobId: bigint; tiles: number | "all"; json: boolean };

const exitCodes = { right: 0, wrong: 1, unknown: 2 } as const;

/**
 * Checks a token or job from the chain and a gateway alone. Needs no key, and nobody's word.
 * @returns the exit code: 0 all is right, 1 something is wrong, 2 something could not be checked
 * @throws BAD_INPUT where there is no such job
 */
export async function verify(env: Env, wish: VerifyWish, print: (line: string) => void): Promise<number> {
  const home = await mkdtemp(join(tmpdir(), "phaestus-verify-"));
  const node = await openReadingNode(env, home, readingStore(env.GATEWAY_URL));
  try {
    await new Discovery(node.client, node.deployment, node.journal).scan(node.stop);
    const job = node.journal.jobs.get(wish.jobId);
    if (!job) fail("BAD_INPUT", `There is no job ${wish.jobId} on this chain.`);
    const checks = await verifyWork(node, job, wish.tiles);
    const outcome = outcomeOf(checks);
    if (wish.json) print(JSON.stringify({ jobId: String(wish.jobId), outcome, checks }));
    else for (const line of checkTable(wish.jobId, checks)) print(line);
    return exitCodes[outcome];
  } finally {
    node.journal.close();
    await rm(home, { recursive: true, force: true });
  }
}
