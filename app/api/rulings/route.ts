import { isPictureWrong } from "@graphiti/protocol/curation.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { getToken } from "../../_data/tokens.ts";
import { acceptRuling } from "../../_server/curation/accept-ruling.ts";
import { curationJudge } from "../../_server/curation/curation-judge.ts";
import { openCuration } from "../../_server/curation/hidden-works.ts";
import { Gate } from "../../_server/gate.ts";
import { answering, notFoundError } from "../../_server/problem.ts";
import { processMemory } from "../../_server/process-memory.ts";
import { readSmallJson } from "../../_server/read-small-json.ts";
import { picturesOf } from "../../_server/work-record.ts";

const gate = processMemory("rulings", () => new Gate({ running: 4, waiting: 16 }));

/** Takes a curator's signed decision about a work. */
export const POST = answering(async (request: Request) => {
  const judge = await curationJudge(request, readEnv());
  return gate.run(async () => {
    const ruling = await acceptRuling(await readSmallJson(request), judge);
    const token = await getToken(ruling.tokenId);
    if (!token) throw notFoundError("This work");
    const { book, scope } = await openCuration();
    book.rule(scope, ruling, isPictureWrong(ruling.ground) ? await picturesOf(token) : []);
    return new Response(null, { status: 204 });
  });
});
