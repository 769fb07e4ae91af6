import { readEnv } from "@graphiti/protocol/env.ts";
import { parseArtCard } from "@graphiti/protocol/metadata.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import { storeCard } from "@graphiti/protocol/store-card.ts";
import { Gate } from "../../_server/gate.ts";
import { answering } from "../../_server/problem.ts";
import { processMemory } from "../../_server/process-memory.ts";
import { readSmallJson } from "../../_server/read-small-json.ts";
import { requireSameOrigin } from "../../_server/same-origin.ts";

const gate = processMemory("cards", () => new Gate({ running: 14, waiting: 0 }));

/** Stores an art card; answers with its digest and content id. */
export const POST = answering(async (request: Request) => {
  const env = readEnv();
  requireSameOrigin(request, env.GALLERY_URL);
  const stored = await gate.run(async () => {
    const card = parseArtCard(await readSmallJson(request));
    return storeCard(openStore(env), card);
  });
  return Response.json(stored, { headers: { "cache-control": "no-store" } });
});
