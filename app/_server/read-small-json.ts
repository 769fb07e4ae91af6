import { fail } from "@graphiti/protocol/errors.ts";

const maxBytes = 64 * 1024;

/** Reads a JSON body of at most 64 KB. @throws BAD_INPUT */
export async function readSmallJson(request: Request): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) fail("BAD_INPUT", "The request is larger than 64 KB.");
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (cause) {
    fail("BAD_INPUT", "The request is not JSON.", { cause });
  }
}
