import { tiffHeader } from "@graphiti/protocol/picture/tiff-header.ts";
import { FixedFile } from "./fixed-file.ts";

/** Interleaved 8-bit pixels of a rectangle. */
export type Pixels = { x: number; y: number; width: number; height: number; data: Uint8Array };

/**
 * A result in the making: an uncompressed BigTIFF on disk, whose strips lie one after the other, so that it is also
 * simply the picture's rows behind a header. Rectangles are written in any order; sharp reads it in the end.
 */
export class ScratchPicture extends FixedFile {
  readonly #dataAt: number;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;

  /** Opens the picture at `path`, keeping its pixels when it is one of the same shape. */
  static open(path: string, width: number, height: number, channels: 3 | 4): ScratchPicture {
    return new ScratchPicture(path, width, height, channels, tiffHeader(width, height, channels));
  }

  private constructor(path: string, width: number, height: number, channels: 3 | 4, header: Buffer) {
    super(path, header.length + width * height * channels, header);
    this.width = width;
    this.height = height;
    this.channels = channels;
    this.#dataAt = header.length;
  }

  /** Writes RGB; in a picture with alpha the alpha bytes are left as they are. */
  writeColour({ x, y, width, height, data }: Pixels): void {
    if (this.channels === 3) {
      for (let row = 0; row < height; row++)
        this.writeAt(this.#offset(x, y + row), data.subarray(row * width * 3, (row + 1) * width * 3));
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

  #offset(x: number, y: number): number {
    return this.#dataAt + (y * this.width + x) * this.channels;
  }

  #change(x: number, y: number, width: number, height: number, edit: (row: number, pixels: Buffer) => void) {
    for (let row = 0; row < height; row++) {
      const offset = this.#offset(x, y + row);
      const pixels = this.readAt(offset, width * this.channels);
      edit(row, pixels);
      this.writeAt(offset, pixels);
    }
  }
}
