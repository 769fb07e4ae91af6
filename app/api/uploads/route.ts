import { readEnv } from "@graphiti/protocol/env.ts";
import { answering } from "../../_server/problem.ts";
import { requireSameOrigin } from "../../_server/same-origin.ts";
import { takeUpload } from "../../_server/take-upload.ts";

/** Takes a picture as the raw body; answers with the canonical picture as it is stored. */
export const POST = answering(async (request: Request) => {
  requireSameOrigin(request, readEnv().GALLERY_URL);
  return Response.json(await takeUpload(request), { headers: { "cache-control": "no-store" } });
});
