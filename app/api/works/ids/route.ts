import { Gate } from "../../../_server/gate.ts";
import { answering } from "../../../_server/problem.ts";
import { processMemory } from "../../../_server/process-memory.ts";
import { worksLike } from "../../../_server/works-on-page.ts";
import { loadFilters } from "../../../explore/filters.ts";

const gate = processMemory("work-ids", () => new Gate({ running: 4, waiting: 16 }));

/** The numbers of all works that somebody looks for; asked for as `/explore` is. */
export const GET = answering(async (request: Request) => {
  const filters = loadFilters(new URL(request.url).searchParams);
  const ids = await gate.run(() => worksLike(filters));
  return Response.json({ ids }, { headers: { "cache-control": "no-store" } });
});
