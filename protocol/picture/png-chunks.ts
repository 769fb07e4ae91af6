import { crc32, deflateSync } from "node:zlib";

const signatureBytes = 8;
/** Where the chunks after the header begin: signature, and 13 bytes of header in a chunk. */
const afterHeader = signatureBytes + 12 + 13;

/** One chunk of a PNG: length, type, data, check. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const chunk = Buffer.alloc(8 + body.length);
  chunk.writeUInt32BE(data.length);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), 4 + body.length);
  return chunk;
}

/** The same PNG with an ICC profile, which nothing looks at here. */
export const pngWithProfile = (png: Uint8Array, icc: Uint8Array): Buffer =>
  Buffer.concat([
    png.subarray(0, afterHeader),
    pngChunk("iCCP", Buffer.concat([Buffer.from("icc\0\0", "latin1"), deflateSync(icc)])),
    png.subarray(afterHeader),
  ]);

/** Whether a PNG's head names an ICC profile; one that is broken is dropped by the decoder without a word. */
export function pngHeadHasProfile(head: Uint8Array): boolean {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (let at = signatureBytes; at + 8 <= head.length; at += 12 + view.getUint32(at)) {
    const type = String.fromCharCode(...head.subarray(at + 4, at + 8));
    if (type === "iCCP") return true;
    if (type === "IDAT") return false;
  }
  return false;
}
