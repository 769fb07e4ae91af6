import { readEnv } from "@graphiti/protocol/env.ts";
import { makeOffer } from "../../_server/make-offer.ts";
import { answering } from "../../_server/problem.ts";
import { readSmallJson } from "../../_server/read-small-json.ts";
import { requireSameOrigin } from "../../_server/same-origin.ts";

/** Takes `{ inputCid, service }`; answers with what a job about that stored picture would be, and its price. */
export const POST = answering(async (request: Request) => {
  requireSameOrigin(request, readEnv().GALLERY_URL);
  const offer = await makeOffer(await readSmallJson(request));
  return Response.json(offer, { headers: { "cache-control": "no-store" } });
});
