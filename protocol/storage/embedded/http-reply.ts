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
  DISK_FULL: 507,
};

export function replyJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify(body));
}

/** How long the rest of a refused upload is read, so that its sender sees the answer. Milliseconds. */
const drainMilliseconds = 5_000;

/** Answers with an error: its status, and one sentence. */
export function replyError(request: IncomingMessage, response: ServerResponse, thrown: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const { status, body } = describeError(thrown);
  if (request.complete) {
    replyJson(response, status, body);
    return;
  }
  // Ending the answer would close the connection under a sender that is still sending, who would then see a
  // broken connection instead of the answer. So the answer is sent whole, and ended when the sender is done.
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    connection: "close",
  });
  response.write(text);
  const timer = setTimeout(() => request.destroy(), drainMilliseconds);
  request.once("close", () => clearTimeout(timer));
  request.once("end", () => response.end());
  request.resume();
}

function describeError(thrown: unknown): { status: number; body: { error: string; code?: ErrorCode } } {
  if (thrown instanceof HttpRefusal) return { status: thrown.status, body: { error: thrown.message } };
  const error = asGraphitiError(thrown);
  if (error.code === "INTERNAL") console.error(error.message, error.cause);
  return { status: statusOf[error.code] ?? 500, body: { error: error.message, code: error.code } };
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
