import { readEnv } from "@graphiti/protocol/env.ts";
import { Gate } from "../../_server/gate.ts";
import { makeGenerateOffer } from "../../_server/make-generate-offer.ts";
import { answering } from "../../_server/problem.ts";
import { processMemory } from "../../_server/process-memory.ts";
import { readSmallJson } from "../../_server/read-small-json.ts";
import { requireSameOrigin } from "../../_server/same-origin.ts";

const gate = processMemory("generate-offers", () => new Gate({ running: 14, waiting: 0 }));

/** Takes the parameters of a picture to be generated; answers with what a job about it would be, and its price. */
export const POST = answering(async (request: Request) => {
  requireSameOrigin(request, readEnv().GALLERY_URL);
  const offer = await gate.run(async () => makeGenerateOffer(await readSmallJson(request)));
  return Response.json(offer, { headers: { "cache-control": "no-store" } });
});
