import { randomUUID } from "node:crypto";
import { open, rename, rm } from "node:fs/promises";
import { GraphitiError } from "../errors.ts";

/** Where verified bytes go. Bytes written earlier can be read again, for parts that repeat. */
export interface ByteSink {
  /** Announces the length, once it is known and allowed. */
  begin(bytes: number): void;
  write(bytes: Uint8Array, offset: number): Promise<void>;
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Collects into one buffer. */
export class MemorySink implements ByteSink {
  #buffer = new Uint8Array();

  get bytes(): Uint8Array {
    return this.#buffer;
  }

  begin(bytes: number): void {
    this.#buffer = new Uint8Array(bytes);
  }

  async write(bytes: Uint8Array, offset: number): Promise<void> {
    this.#buffer.set(bytes, offset);
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    return this.#buffer.subarray(offset, offset + length);
  }
}

/** Fills a file beside `path` and moves it there once `fill` has succeeded; otherwise nothing remains. */
export async function writeWholeFile<Result>(
  path: string,
  fill: (sink: ByteSink) => Promise<Result>,
): Promise<Result> {
  const partial = `${path}.${randomUUID()}.part`;
  try {
    const file = await open(partial, "wx+");
    let result: Result;
    try {
      result = await fill({
        begin() {},
        async write(bytes, offset) {
          await file.write(bytes, 0, bytes.length, offset);
        },
        async read(offset, length) {
          const { buffer } = await file.read(new Uint8Array(length), 0, length, offset);
          return buffer;
        },
      });
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(partial, path);
    return result;
  } catch (cause) {
    await rm(partial, { force: true });
    throw fullDisk(cause) ?? cause;
  }
}

/** DISK_FULL if that is what the error of a file system means. */
export function fullDisk(cause: unknown): GraphitiError | undefined {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code;
  if (code !== "ENOSPC" && code !== "EDQUOT") return undefined;
  return new GraphitiError("DISK_FULL", "No space is left on the disk.", { cause });
}
