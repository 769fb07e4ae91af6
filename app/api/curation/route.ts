import { readEnv } from "@graphiti/protocol/env.ts";
import { acceptVisit } from "../../_server/curation/accept-ruling.ts";
import { curationJudge } from "../../_server/curation/curation-judge.ts";
import { openCuration } from "../../_server/curation/hidden-works.ts";
import { answering } from "../../_server/problem.ts";
import { readSmallJson } from "../../_server/read-small-json.ts";

/** Shows a curator, who signs for it, what was reported and what is hidden. */
export const POST = answering(async (request: Request) => {
  await acceptVisit(await readSmallJson(request), await curationJudge(request, readEnv()));
  const { book, scope } = await openCuration();
  const answer = { reports: book.reports(scope), hidden: book.hidden(scope) };
  return Response.json(answer, { headers: { "cache-control": "no-store" } });
});
