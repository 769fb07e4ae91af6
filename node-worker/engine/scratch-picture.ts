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
import { tiffHeader } from "@graphiti/protocol/picture/tiff-header.ts";

/** Interleaved 8-bit pixels of a rectangle. */
export type Pixels = { x: number; y: number; width: number; height: number; data: Uint8Array };

type Shape = { path: string; width: number; height: number; channels: 3 | 4 };

/**
 * A result in the making: an uncompressed BigTIFF on disk, whose strips lie one after the other, so that it is also
 * simply the picture's rows behind a header. Rectangles are written in any order; sharp reads it in the end.
 */
export class ScratchPicture {
  readonly #file: number;
  readonly #dataAt: number;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  readonly path: string;
  /** Its pixels are not those of an earlier run. */
  readonly isNew: boolean;

  private constructor(
    { path, width, height, channels, isNew }: Shape & { isNew: boolean },
    file: number,
    dataAt: number,
  ) {
    this.isNew = isNew;
    this.path = path;
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.#file = file;
    this.#dataAt = dataAt;
  }

  /** Opens the picture at `path`, keeping its pixels when it is one of the same shape. */
  static open(path: string, width: number, height: number, channels: 3 | 4): ScratchPicture {
    const header = tiffHeader(width, height, channels);
    const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    const bytes = header.length + width * height * channels;
    const found = Buffer.alloc(header.length);
    readSync(file, found, 0, header.length, 0);
    const isNew = statSync(path).size !== bytes || !found.equals(header);
    if (isNew) {
      ftruncateSync(file, 0);
      ftruncateSync(file, bytes);
      writeSync(file, header, 0, header.length, 0);
      fsyncSync(file);
    }
    return new ScratchPicture({ path, width, height, channels, isNew }, file, header.length);
  }

  /** Writes RGB; in a picture with alpha the alpha bytes are left as they are. */
  writeColour({ x, y, width, height, data }: Pixels): void {
    if (this.channels === 3) {
      for (let row = 0; row < height; row++)
        writeSync(this.#file, data, row * width * 3, width * 3, this.#offset(x, y + row));
      return;
    }
    this.#change(x, y, width, height, (row, pixels) => {
      for (let at = 0; at < width; at++) {
        const from = (row * width + at) * 3;
        pixels[at * 4] = data[from] as number;
        pixels[at * 4 + 1] = data[from + 1] as number;
        pixels[at * 4 + 2] = data[from + 2] as number;
      }
    });
  }

  /** Writes RGB pixels of an alpha tile, which are grey, as alpha. */
  writeAlpha({ x, y, width, height, data }: Pixels): void {
    this.#change(x, y, width, height, (row, pixels) => {
      for (let at = 0; at < width; at++) pixels[at * 4 + 3] = data[(row * width + at) * 3] as number;
    });
  }

  /** Resolves when everything written before has reached the disk. */
  flush(): Promise<void> {
    return promisify(fdatasync)(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }

  #offset(x: number, y: number): number {
    return this.#dataAt + (y * this.width + x) * this.channels;
  }

  #change(x: number, y: number, width: number, height: number, edit: (row: number, pixels: Buffer) => void) {
    const pixels = Buffer.alloc(width * this.channels);
    for (let row = 0; row < height; row++) {
      const offset = this.#offset(x, y + row);
      readSync(this.#file, pixels, 0, pixels.length, offset);
      edit(row, pixels);
      writeSync(this.#file, pixels, 0, pixels.length, offset);
    }
  }
}
