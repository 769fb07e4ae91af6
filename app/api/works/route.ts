import { Gate } from "../../_server/gate.ts";
import { answering } from "../../_server/problem.ts";
import { processMemory } from "../../_server/process-memory.ts";
import { worksOnPage } from "../../_server/works-on-page.ts";
import { loadFilters } from "../../explore/filters.ts";

const gate = processMemory("works", () => new Gate({ running: 8, waiting: 64 }));

/** A page of works; asked for as `/explore` is. */
export const GET = answering(async (request: Request) => {
  const filters = loadFilters(new URL(request.url).searchParams);
  const found = await gate.run(() => worksOnPage(filters));
  return Response.json(found, { headers: { "cache-control": "no-store" } });
});
