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
import { interleavedDigest, lotPixelBytes, type TileSpan } from "@graphiti/protocol/lot-pixels.ts";
import type { Hex } from "viem";

/** A lot's pixels on disk, as they are stored: tiles are written in any order, and read one at a time. */
export class TileFile {
  readonly #file: number;
  readonly path: string;
  /** Its pixels are not those of an earlier run. */
  readonly isNew: boolean;

  private constructor(path: string, file: number, isNew: boolean) {
    this.path = path;
    this.#file = file;
    this.isNew = isNew;
  }

  /** Opens the file, keeping its pixels when it is as long as the lot's. */
  static open(path: string, spans: readonly TileSpan[]): TileFile {
    const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    const bytes = lotPixelBytes(spans);
    const isNew = statSync(path).size !== bytes;
    if (isNew) {
      ftruncateSync(file, 0);
      ftruncateSync(file, bytes);
      fsyncSync(file);
    }
    return new TileFile(path, file, isNew);
  }

  /** @param pixels interleaved RGB */
  write({ offset, bytes }: TileSpan, pixels: Uint8Array): void {
    writeSync(this.#file, pixels, 0, bytes, offset);
  }

  read({ offset, bytes }: TileSpan): Uint8Array {
    const pixels = new Uint8Array(bytes);
    readSync(this.#file, pixels, 0, bytes, offset);
    return pixels;
  }

  /** Digest of a tile's pixels as they lie on the disk. */
  digest(span: TileSpan): Hex {
    return interleavedDigest(this.read(span), span.width, span.height);
  }

  /** Resolves when everything written before has reached the disk. */
  flush(): Promise<void> {
    return promisify(fdatasync)(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}
