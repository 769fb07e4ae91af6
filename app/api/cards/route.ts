import { readEnv } from "@graphiti/protocol/env.ts";
import { parseArtCard } from "@graphiti/protocol/metadata.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import { storeCard } from "@graphiti/protocol/store-card.ts";
import { answering } from "../../_server/problem.ts";
import { readSmallJson } from "../../_server/read-small-json.ts";
import { requireSameOrigin } from "../../_server/same-origin.ts";

/** Stores an art card; answers with its digest and content id. */
export const POST = answering(async (request: Request) => {
  const env = readEnv();
  requireSameOrigin(request, env.GALLERY_URL);
  const card = parseArtCard(await readSmallJson(request));
  return Response.json(await storeCard(openStore(env), card), { headers: { "cache-control": "no-store" } });
});
