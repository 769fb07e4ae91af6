import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import type { Env } from "@graphiti/protocol/env.ts";
import { requestOrigin } from "../same-origin.ts";
import type { CurationJudge } from "./accept-ruling.ts";

/** This gallery, at the address that a request was made to. @throws DEPLOYMENT_MISSING */
export async function curationJudge(request: Request, env: Env): Promise<CurationJudge> {
  const { chainId, addresses } = await loadDeployment(env);
  return {
    scope: { chainId, art: addresses.art, origin: requestOrigin(request, env.GALLERY_URL) },
    curators: env.CURATORS,
    nowSeconds: Math.floor(Date.now() / 1000),
  };
}
