import type { IncomingMessage } from "node:http";
import { Busboy, type BusboyHeaders, type BusboyInstance } from "@fastify/busboy";
import { fail } from "../../errors.ts";
import { HttpRefusal } from "./http-reply.ts";
import { sniff, sniffBytes } from "./sniff.ts";

/** What an upload may be. `mimeTypes` are exact or `image/*`; they are compared with what the bytes show. */
export type UploadLimits = { maxBytes: number; mimeTypes?: string[] };

/** What came with the file: the other form fields, its name, and the type that its bytes show. */
export type UploadForm = { fields: Map<string, string>; filename: string; mimeType: string };

type Take<Result> = (file: AsyncIterable<Uint8Array>, form: () => Promise<UploadForm>) => Promise<Result>;

/** Form fields and part headers that come with a file. Bytes. */
const formBytes = 256 * 1024;

/**
 * Streams the `file` of a multipart request into `take`; nothing is held but what is on its way.
 * `form()` resolves after the last byte of the whole request, and rejects if the request breaks off.
 */
export async function receiveUpload<Result>(
  request: IncomingMessage,
  limits: UploadLimits,
  take: Take<Result>,
): Promise<Result> {
  if (Number(request.headers["content-length"] ?? 0) > limits.maxBytes + formBytes) tooLarge(limits);
  const parser = openParser(request);
  const fields = new Map<string, string>();
  const file = Promise.withResolvers<{ stream: AsyncIterable<Uint8Array>; filename: string }>();
  const whole = Promise.withResolvers<void>();
  const brokeOff = (cause: unknown) => {
    whole.reject(cause);
    file.reject(cause);
  };
  // Both are awaited below; until then a rejection must not count as unhandled.
  whole.promise.catch(() => {});
  file.promise.catch(() => {});
  const broken = () => brokeOff(incomplete());
  let stop = () => {};
  parser.on("field", (name, value) => fields.set(name, value));
  parser.on("file", (name, stream, filename) => {
    stream.on("error", broken);
    if (name !== "file") return void stream.resume();
    stop = () => stream.destroy(incomplete());
    file.resolve({ stream, filename });
  });
  parser.on("error", broken);
  parser.on("finish", () => {
    file.reject(new HttpRefusal(400, "The form has no field `file`."));
    whole.resolve();
  });
  const onClose = () => {
    if (request.complete) return;
    brokeOff(incomplete());
    stop();
  };
  request.once("close", onClose);
  request.pipe(parser);
  try {
    const { stream, filename } = await file.promise;
    const type = Promise.withResolvers<string>();
    type.promise.catch(() => {});
    return await take(checked(stream, limits, type.resolve), async () => {
      await whole.promise;
      return { fields, filename, mimeType: await type.promise };
    });
  } finally {
    request.unpipe(parser);
    request.off("close", onClose);
    stop();
  }
}

function incomplete(): HttpRefusal {
  return new HttpRefusal(400, "The upload is not a complete multipart form.");
}

/** The parser's own errors are technical; all of them mean the same. */
async function* untilItBreaksOff(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } catch {
    throw incomplete();
  }
}

function openParser(request: IncomingMessage): BusboyInstance {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: { files: 1, fields: 20, parts: 21, fieldSize: formBytes / 4, headerPairs: 50 },
    });
  } catch {
    throw new HttpRefusal(415, "Send the file as multipart/form-data.");
  }
}

/** The bytes, cut off with an error as soon as they are too many or not of an allowed type. */
async function* checked(
  stream: AsyncIterable<Uint8Array>,
  limits: UploadLimits,
  foundType: (type: string) => void,
): AsyncGenerator<Uint8Array> {
  let head: Uint8Array | undefined = new Uint8Array();
  let bytes = 0;
  for await (const chunk of untilItBreaksOff(stream)) {
    bytes += chunk.length;
    if (bytes > limits.maxBytes) tooLarge(limits);
    if (head === undefined) yield chunk;
    else {
      head = Buffer.concat([head, chunk]);
      if (head.length < sniffBytes) continue;
      foundType(allowedType(head, limits));
      yield head;
      head = undefined;
    }
  }
  if (head === undefined) return;
  foundType(allowedType(head, limits));
  yield head;
}

function allowedType(head: Uint8Array, { mimeTypes }: UploadLimits): string {
  const type = sniff(head);
  const allows = (pattern: string) =>
    pattern === type || (pattern.endsWith("/*") && type.startsWith(pattern.slice(0, -1)));
  if (mimeTypes && !mimeTypes.some(allows))
    fail("STORE_REFUSED", `The file is ${type}; this upload takes ${mimeTypes.join(", ")}.`);
  return type;
}

function tooLarge({ maxBytes }: UploadLimits): never {
  fail("STORE_TOO_LARGE", `The file is larger than ${maxBytes} bytes.`);
}
