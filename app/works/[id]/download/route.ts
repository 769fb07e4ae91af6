import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { asGraphitiError, fail } from "@graphiti/protocol/errors.ts";
import { getToken } from "../../../_data/tokens.ts";
import { hidingOf } from "../../../_server/curation/hidden-works.ts";
import { formatNamed, formats } from "../../../_server/delivery/formats.ts";
import { acquireCopy } from "../../../_server/delivery/shared-copies.ts";
import { fileNameOf } from "../../../_server/file-name.ts";
import { answering, notFoundError } from "../../../_server/problem.ts";
import { workRecord } from "../../../_server/work-record.ts";

type Context = { params: Promise<{ id: string }> };

async function deliver(request: Request, id: string): Promise<Response> {
  const { searchParams, origin } = new URL(request.url);
  const format = formatNamed(searchParams.get("format"));
  const token = await getToken(id);
  if (!token) throw notFoundError("This work");
  if (await hidingOf(id)) fail("WORK_HIDDEN", "This gallery does not hand out copies of this work.");
  const record = await workRecord(token);
  if (!record)
    fail("STORE_UNREACHABLE", "The files of this work cannot be fetched now.", { retryable: true });
  const withCredentials = searchParams.get("credentials") === "1";
  const wanted = { token, record, format, withCredentials, origin };
  const { path, bytes, release } = await acquireCopy(wanted, request.signal);
  const file = createReadStream(path);
  file.once("close", release);
  // Who left before the answer began reads nothing, and so ends nothing either.
  const leave = () => file.destroy();
  request.signal.addEventListener("abort", leave);
  if (request.signal.aborted) leave();
  const { mimeType, extension } = formats[format];
  const name = fileNameOf(record.title, `graphiti-${token.tokenId}`);
  return new Response(Readable.toWeb(file) as ReadableStream, {
    headers: {
      "content-type": mimeType,
      "content-length": String(bytes),
      "content-disposition": `attachment; filename="${name}.${extension}"`,
      "content-security-policy": "default-src 'none'; sandbox",
      "cache-control": "no-store",
    },
  });
}

/** A person who followed the form goes back to the page, where the problem is shown. */
const isPerson = (request: Request) =>
  (request.headers.get("accept") ?? "").includes("text/html") &&
  new URL(request.url).searchParams.has("format");

/**
 * The picture at full resolution: the proved PNG, every byte of which was checked against its content id before the
 * first is sent, or a copy made from it (`?format=tiff`, `jpeg` or `webp`, `&credentials=1`).
 */
export const GET = answering(async (request: Request, { params }: Context) => {
  const { id } = await params;
  try {
    return await deliver(request, id);
  } catch (thrown) {
    const { code } = asGraphitiError(thrown);
    if (!isPerson(request) || code === "NOT_FOUND" || code === "INTERNAL") throw thrown;
    const headers = { location: `/works/${id}?problem=${code}#download`, "cache-control": "no-store" };
    return new Response(null, { status: 303, headers });
  }
});
