import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { getJob } from "../../_data/jobs.ts";
import { acceptProgress } from "../../_server/accept-progress.ts";
import { operatorOfKey } from "../../_server/chain-facts.ts";
import { progressHub } from "../../_server/job-watch.ts";
import { answering } from "../../_server/problem.ts";
import { readSmallJson } from "../../_server/read-small-json.ts";

/** Takes a node's signed report `{progress, signature}` about a lot that it works on. */
export const POST = answering(async (request: Request) => {
  const deployment = await loadDeployment(readEnv());
  const report = await acceptProgress(await readSmallJson(request), {
    domain: { chainId: deployment.chainId, escrow: deployment.addresses.escrow },
    nowMs: Date.now(),
    jobOf: getJob,
    operatorOf: operatorOfKey,
  });
  progressHub().publish(report);
  return new Response(null, { status: 204 });
});
