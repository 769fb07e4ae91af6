/** How many first bytes {@link sniff} looks at. */
export const sniffBytes = 64;

/** Media types by the bytes at fixed places, written as Latin-1 text. */
const signatures: { type: string; marks: [offset: number, text: string][] }[] = [
  { type: "image/png", marks: [[0, "\x89PNG\r\n\x1a\n"]] },
  { type: "image/jpeg", marks: [[0, "\xff\xd8\xff"]] },
  {
    type: "image/webp",
    marks: [
      [0, "RIFF"],
      [8, "WEBP"],
    ],
  },
  { type: "image/avif", marks: [[4, "ftypavif"]] },
  { type: "image/avif", marks: [[4, "ftypavis"]] },
  { type: "image/tiff", marks: [[0, "II*\0"]] },
  { type: "image/tiff", marks: [[0, "MM\0*"]] },
  { type: "image/tiff", marks: [[0, "II+\0"]] },
  { type: "image/tiff", marks: [[0, "MM\0+"]] },
  { type: "image/gif", marks: [[0, "GIF87a"]] },
  { type: "image/gif", marks: [[0, "GIF89a"]] },
];

/**
 * The media type that the first bytes show, whatever an uploader claims.
 * Nothing that a browser would run (HTML, SVG, script) is ever recognised.
 */
export function sniff(head: Uint8Array): string {
  const text = Buffer.from(head.subarray(0, sniffBytes)).toString("latin1");
  const found = signatures.find(({ marks }) => marks.every(([at, mark]) => text.startsWith(mark, at)));
  if (found) return found.type;
  return /^\s*[[{]/.test(text) ? "application/json" : "application/octet-stream";
}
