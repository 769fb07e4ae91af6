import { jobEvents } from "../../../../_server/job-events.ts";
import { requireRoomToWatch } from "../../../../_server/job-watch.ts";
import { answering, notFoundError } from "../../../../_server/problem.ts";

type Context = { params: Promise<{ id: string }> };

export const GET = answering(async (request: Request, { params }: Context) => {
  const { id } = await params;
  if (!/^\d{1,73}$/.test(id)) throw notFoundError("This job");
  requireRoomToWatch();
  return new Response(jobEvents(id, request.signal), {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // no-transform keeps compression away, which would hold events back.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
});
