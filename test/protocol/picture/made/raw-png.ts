import { deflateSync } from "node:zlib";
import { pngChunk } from "@graphiti/protocol/picture/png-chunks.ts";

type RawPng = {
  width: number;
  height: number;
  /** Bits of a sample, or of an index. */
  depth: 1 | 2 | 4 | 8 | 16;
  kind: "grey" | "rgb" | "palette" | "grey+alpha" | "rgba";
  /** Packed rows, one after the other. */
  rows: Uint8Array;
  palette?: number[];
  transparency?: number[];
  isInterlaced?: boolean;
};

const kinds = { grey: 0, rgb: 2, palette: 3, "grey+alpha": 4, rgba: 6 };

/** A PNG byte by byte, for what encoders do not write: small palettes, and headers that promise too much. */
export function rawPng(picture: RawPng): Buffer {
  const { width, height, depth, kind, rows, palette, transparency, isInterlaced = false } = picture;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, kinds[kind], 0, 0, isInterlaced ? 1 : 0], 8);
  const rowBytes = rows.length / height;
  const filtered = Buffer.concat(
    Array.from({ length: Math.floor(height) }, (_, row) =>
      Buffer.concat([Buffer.alloc(1), rows.subarray(row * rowBytes, (row + 1) * rowBytes)]),
    ),
  );
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    pngChunk("IHDR", header),
    ...(palette ? [pngChunk("PLTE", Buffer.from(palette))] : []),
    ...(transparency ? [pngChunk("tRNS", Buffer.from(transparency))] : []),
    pngChunk("IDAT", deflateSync(filtered)),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

/** A header that promises a picture of this size, with next to nothing behind it. */
export function promisedPng(width: number, height: number, isInterlaced: boolean): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, isInterlaced ? 1 : 0], 8);
  return Buffer.concat([
    Buffer.from("89504e470d0a1a0a", "hex"),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(Buffer.alloc(1 << 20))),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

/** 16-bit samples as a PNG keeps them. */
export function bigEndian(samples: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(samples.length * 2);
  for (const [index, sample] of samples.entries()) bytes.writeUInt16BE(sample, index * 2);
  return bytes;
}
