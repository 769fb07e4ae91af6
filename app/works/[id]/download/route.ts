import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { readEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { getToken } from "../../../_data/tokens.ts";
import { fileNameOf } from "../../../_server/file-name.ts";
import { answering, notFoundError } from "../../../_server/problem.ts";
import { sharedDownloads } from "../../../_server/shared-downloads.ts";
import { workRecord } from "../../../_server/work-record.ts";

type Context = { params: Promise<{ id: string }> };

/** The picture at full resolution. Every byte was checked against its content id before the first is sent. */
export const GET = answering(async (request: Request, { params }: Context) => {
  const { id } = await params;
  const token = await getToken(id);
  if (!token) throw notFoundError("This work");
  const record = await workRecord(token);
  if (!record)
    fail("STORE_UNREACHABLE", "The files of this work cannot be fetched now.", { retryable: true });
  const { path, bytes, release } = await sharedDownloads(readEnv()).acquire(record.image.cid, request.signal);
  const file = createReadStream(path);
  file.once("close", release);
  // Who left before the answer began reads nothing, and so ends nothing either.
  const leave = () => file.destroy();
  request.signal.addEventListener("abort", leave);
  if (request.signal.aborted) leave();
  const name = fileNameOf(record.title, `graphiti-${token.tokenId}`);
  return new Response(Readable.toWeb(file) as ReadableStream, {
    headers: {
      "content-type": "image/png",
      "content-length": String(bytes),
      "content-disposition": `attachment; filename="${name}.png"`,
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "no-store",
    },
  });
});
