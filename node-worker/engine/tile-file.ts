import { interleavedDigest, lotPixelBytes, type TileSpan } from "@graphiti/protocol/lot-pixels.ts";
import type { Hex } from "viem";
import { FixedFile } from "./fixed-file.ts";

/** A lot's pixels on disk, as they are stored: tiles are written in any order, and read one at a time. */
export class TileFile extends FixedFile {
  /** Opens the file, keeping its pixels when it is as long as the lot's. */
  static open(path: string, spans: readonly TileSpan[]): TileFile {
    return new TileFile(path, lotPixelBytes(spans));
  }

  /** @param pixels interleaved RGB */
  write({ offset, bytes }: TileSpan, pixels: Uint8Array): void {
    this.writeAt(offset, pixels.subarray(0, bytes));
  }

  read({ offset, bytes }: TileSpan): Uint8Array {
    return this.readAt(offset, bytes);
  }

  /** Digest of a tile's pixels as they lie on the disk. */
  digest(span: TileSpan): Hex {
    return interleavedDigest(this.read(span), span.width, span.height);
  }
}
