import { parseCid } from "@graphiti/protocol/cid.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import { answering, notFoundError } from "../../../_server/problem.ts";

type Context = { params: Promise<{ cid: string }> };

/** Whether an uploaded picture is still stored. */
export const HEAD = answering(async (_request: Request, { params }: Context) => {
  const cid = parseCid((await params).cid).toString();
  if (!(await openStore(readEnv()).has(cid))) throw notFoundError("This picture");
  return new Response(null, { status: 204 });
});
