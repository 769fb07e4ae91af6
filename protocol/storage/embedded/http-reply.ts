import type { IncomingMessage, ServerResponse } from "node:http";
import { asGraphitiError, type ErrorCode, fail } from "../../errors.ts";

/** A refusal that is about HTTP itself. */
export class HttpRefusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const statusOf: Partial<Record<ErrorCode, number>> = {
  CID_INVALID: 400,
  BAD_INPUT: 400,
  STORE_NOT_FOUND: 404,
  STORE_TOO_LARGE: 413,
  STORE_REFUSED: 400,
  STORE_FULL: 507,
};

export function replyJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

/**
 * Answers with an error: its status, and one sentence.
 * If the request is still being sent, the rest is read for a moment, so that the sender sees the answer instead
 * of a broken connection.
 */
export function replyError(request: IncomingMessage, response: ServerResponse, thrown: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (!request.complete) {
    response.setHeader("connection", "close");
    request.resume();
    const timer = setTimeout(() => request.destroy(), 2_000);
    request.once("close", () => clearTimeout(timer));
  }
  if (thrown instanceof HttpRefusal) {
    replyJson(response, thrown.status, { error: thrown.message });
    return;
  }
  const error = asGraphitiError(thrown);
  if (error.code === "INTERNAL") console.error(error.message, error.cause);
  replyJson(response, statusOf[error.code] ?? 500, { error: error.message, code: error.code });
}

/** Reads a small JSON body. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > 64 * 1024) throw new HttpRefusal(413, "The request is too long.");
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch (cause) {
    fail("BAD_INPUT", "The request is not JSON.", { cause });
  }
}
