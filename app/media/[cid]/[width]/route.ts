import { readFile } from "node:fs/promises";
import { readEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { isHiddenPicture } from "../../../_server/curation/hidden-works.ts";
import { derivativesFor } from "../../../_server/derivatives.ts";
import { type DerivativeWidth, derivativeWidths } from "../../../_server/make-derivatives.ts";
import { answering, notFoundError } from "../../../_server/problem.ts";

type Context = { params: Promise<{ cid: string; width: string }> };

/** A small form of a stored picture; a content id names one picture for ever, so it may be kept for ever. */
export const GET = answering(async (request: Request, { params }: Context) => {
  const { cid, width } = await params;
  const wanted = derivativeWidths.find((each) => String(each) === width);
  if (!wanted) throw notFoundError("This size");
  if (isHiddenPicture(cid)) fail("WORK_HIDDEN", "This gallery does not show this picture.");
  const etag = `"${cid}-${wanted}"`;
  const path = await derivativesFor(readEnv()).file(cid, wanted as DerivativeWidth);
  const headers = {
    "content-type": "image/webp",
    "cache-control": "public, max-age=31536000, immutable",
    "content-security-policy": "default-src 'none'; sandbox",
    etag,
  };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  return new Response(await readFile(path), { headers });
});
