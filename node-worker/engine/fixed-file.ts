import {
  closeSync,
  constants,
  fdatasync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
  writeSync,
} from "node:fs";
import { promisify } from "node:util";

/** A file whose length and first bytes are known beforehand, and whose other bytes are written in any order. */
export class FixedFile {
  readonly #file: number;
  readonly path: string;
  /** Its bytes are not those of an earlier run. */
  readonly isNew: boolean;

  /** Opens the file, keeping its bytes when it has that length and that head. */
  constructor(path: string, bytes: number, head: Uint8Array = new Uint8Array(0)) {
    this.path = path;
    this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    this.isNew = statSync(path).size !== bytes || !this.readAt(0, head.length).equals(head);
    if (!this.isNew) return;
    ftruncateSync(this.#file, 0);
    ftruncateSync(this.#file, bytes);
    this.writeAt(0, head);
    fsyncSync(this.#file);
  }

  protected writeAt(offset: number, bytes: Uint8Array): void {
    writeSync(this.#file, bytes, 0, bytes.length, offset);
  }

  protected readAt(offset: number, length: number): Buffer<ArrayBuffer> {
    const bytes = Buffer.from(new ArrayBuffer(length));
    readSync(this.#file, bytes, 0, length, offset);
    return bytes;
  }

  /** Resolves when everything written before has reached the disk. */
  flush(): Promise<void> {
    return promisify(fdatasync)(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}
