import sharp from "sharp";

/** Formats that are decoded; everything else is refused by its first bytes, whatever its name. */
export const acceptedFormats = ["PNG", "JPEG", "WebP", "TIFF", "AVIF"] as const;
export type PictureFormat = (typeof acceptedFormats)[number];

/** How many leading bytes {@link sniffFormat} wants to see. */
export const sniffBytes = 32;

const ascii = (bytes: Uint8Array, start: number, end: number) =>
  String.fromCharCode(...bytes.subarray(start, end));

/** The format by magic bytes, or undefined for anything that is not accepted. */
export function sniffFormat(head: Uint8Array): PictureFormat | undefined {
  if (ascii(head, 0, 8) === "\x89PNG\r\n\x1a\n") return "PNG";
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return "JPEG";
  if (ascii(head, 0, 4) === "RIFF" && ascii(head, 8, 12) === "WEBP") return "WebP";
  if (["II*\0", "MM\0*", "II+\0", "MM\0+"].includes(ascii(head, 0, 4))) return "TIFF";
  if (ascii(head, 4, 8) === "ftyp" && ["avif", "avis", "mif1"].includes(ascii(head, 8, 12))) return "AVIF";
  return undefined;
}

const loaders = ["Jpeg", "Png", "Webp", "Tiff", "Heif"].flatMap((name) => [
  `VipsForeignLoad${name}File`,
  `VipsForeignLoad${name}Buffer`,
]);

/**
 * sharp with every decoder switched off but those of the accepted formats, and without its cache:
 * SVG, GIF and PDF never reach a parser in this process.
 */
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: loaders });
sharp.cache(false);

export { sharp };
