import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { readEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import { getToken } from "../../../_data/tokens.ts";
import { fileNameOf } from "../../../_server/file-name.ts";
import { answering, notFoundError } from "../../../_server/problem.ts";
import { scratchFolder } from "../../../_server/scratch-folder.ts";
import { workRecord } from "../../../_server/work-record.ts";

type Context = { params: Promise<{ id: string }> };

const maxBytes = 1024 ** 3;

/** The picture at full resolution. Every byte was checked against its content id before the first is sent. */
export const GET = answering(async (_request: Request, { params }: Context) => {
  const { id } = await params;
  const token = await getToken(id);
  if (!token) throw notFoundError("This work");
  const record = await workRecord(token);
  if (!record)
    fail("STORE_UNREACHABLE", "The files of this work cannot be fetched now.", { retryable: true });
  const env = readEnv();
  const path = join(await scratchFolder(env, "downloads"), randomUUID());
  const { bytes } = await openStore(env).download(record.image.cid, path, { maxBytes });
  const file = createReadStream(path);
  file.once("close", () => void rm(path, { force: true }));
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
