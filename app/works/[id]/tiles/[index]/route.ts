import { fail } from "@graphiti/protocol/errors.ts";
import { getToken } from "../../../../_data/tokens.ts";
import { answering, notFoundError } from "../../../../_server/problem.ts";
import { provedTile } from "../../../../_server/proved-tile.ts";
import { workRecord } from "../../../../_server/work-record.ts";

type Context = { params: Promise<{ id: string; index: string }> };

/** One tile of a minted work, with the proofs that it is the one which the chain committed to. */
export const GET = answering(async (_request: Request, { params }: Context) => {
  const { id, index } = await params;
  const token = await getToken(id);
  if (!token) throw notFoundError("This work");
  if (!/^\d{1,5}$/.test(index)) throw notFoundError("This tile");
  const record = await workRecord(token);
  if (!record)
    fail("STORE_UNREACHABLE", "The files of this work cannot be fetched now.", { retryable: true });
  const tile = await provedTile(token.job, record.image.cid, Number(index));
  return Response.json(tile, { headers: { "cache-control": "private, max-age=300" } });
});
