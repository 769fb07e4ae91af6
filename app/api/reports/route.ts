import { reportSchema } from "@graphiti/protocol/curation.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { getToken } from "../../_data/tokens.ts";
import { openCuration } from "../../_server/curation/hidden-works.ts";
import { Gate } from "../../_server/gate.ts";
import { plainText } from "../../_server/plain-text.ts";
import { answering, notFoundError } from "../../_server/problem.ts";
import { processMemory } from "../../_server/process-memory.ts";
import { readSmallJson } from "../../_server/read-small-json.ts";
import { requireSameOrigin } from "../../_server/same-origin.ts";

const gate = processMemory("reports", () => new Gate({ running: 4, waiting: 16 }));

/** Takes what a visitor says against a work, for the curators to read. */
export const POST = answering(async (request: Request) => {
  requireSameOrigin(request, readEnv().GALLERY_URL);
  return gate.run(async () => {
    const parsed = reportSchema.safeParse(await readSmallJson(request));
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return fail("BAD_INPUT", `Not a report: ${issue?.path.join(".")} ${issue?.message}.`);
    }
    const report = parsed.data;
    if (!(await getToken(report.tokenId))) throw notFoundError("This work");
    const { book, scope } = await openCuration();
    book.report(scope, { ...report, words: plainText(report.words, report.words.length) }, Date.now());
    return new Response(null, { status: 204 });
  });
});
