import { randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, open, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import path from "node:path";
import { fullDisk } from "../byte-sink.ts";
import { HttpRefusal } from "./http-reply.ts";

type Upload = { file: FileHandle; path: string; bytes: number; received: number; about: Map<string, string> };

const abandonedMilliseconds = 3_600_000;

/**
 * Uploads in several requests (the creation part of TUS), which the `pinata` SDK uses above 90 MiB.
 * The parts are collected in a scratch file.
 */
export class ResumableUploads {
  readonly #scratch: string;
  readonly #maxBytes: number;
  readonly #open = new Map<string, Upload>();

  constructor(scratch: string, maxBytes: number) {
    this.#scratch = scratch;
    this.#maxBytes = maxBytes;
  }

  /** Begins an upload from the headers Upload-Length and Upload-Metadata. Returns its id. */
  async begin(request: IncomingMessage): Promise<string> {
    const bytes = Number(request.headers["upload-length"]);
    if (!Number.isSafeInteger(bytes) || bytes < 1) throw new HttpRefusal(400, "Upload-Length is malformed.");
    if (bytes > this.#maxBytes)
      throw new HttpRefusal(413, `The file is larger than ${this.#maxBytes} bytes.`);
    const id = randomUUID();
    const file = path.join(this.#scratch, `${id}.upload`);
    const about = parseMetadata(String(request.headers["upload-metadata"] ?? ""));
    this.#open.set(id, { file: await open(file, "wx"), path: file, bytes, received: 0, about });
    setTimeout(() => void this.#drop(id), abandonedMilliseconds).unref();
    return id;
  }

  /**
   * Takes one part, at Upload-Offset; a part that was cut off may be sent again.
   * @returns what to do with the whole file if this was its last part
   */
  async append(
    id: string,
    request: IncomingMessage,
  ): Promise<{ content: AsyncIterable<Uint8Array>; about: Map<string, string> } | undefined> {
    const upload = this.#open.get(id);
    if (upload === undefined) throw new HttpRefusal(404, "There is no such upload.");
    let offset = Number(request.headers["upload-offset"]);
    if (!(offset >= 0 && offset <= upload.received))
      throw new HttpRefusal(409, `This upload has ${upload.received} bytes so far.`);
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) {
        if (offset + chunk.length > upload.bytes)
          throw new HttpRefusal(413, "The part exceeds Upload-Length.");
        await upload.file.write(chunk, 0, chunk.length, offset);
        offset += chunk.length;
        upload.received = Math.max(upload.received, offset);
      }
    } catch (cause) {
      if (cause instanceof HttpRefusal) throw cause;
      throw fullDisk(cause) ?? new HttpRefusal(400, "The part broke off.");
    }
    if (upload.received < upload.bytes) return undefined;
    return { content: this.#readAndDrop(id, upload), about: upload.about };
  }

  async #drop(id: string): Promise<void> {
    const upload = this.#open.get(id);
    if (upload === undefined) return;
    this.#open.delete(id);
    await upload.file.close();
    await rm(upload.path, { force: true });
  }

  async *#readAndDrop(id: string, upload: Upload): AsyncGenerator<Uint8Array> {
    try {
      yield* createReadStream(upload.path, { highWaterMark: 1024 * 1024 });
    } finally {
      await this.#drop(id);
    }
  }
}

/** `key base64, key base64 …` */
function parseMetadata(header: string): Map<string, string> {
  const pairs = header.split(",").map((pair) => pair.trim().split(" "));
  return new Map(
    pairs.map(([key = "", value = ""]) => [key, Buffer.from(value, "base64").toString("latin1")] as const),
  );
}
