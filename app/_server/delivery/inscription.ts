import type { CameraData } from "@graphiti/protocol/picture/camera-data.ts";

/** What is written into a copy: what the artist says, and what the artist chose to keep of the camera's words. */
export type Inscription = {
  title: string;
  artist: string;
  rights: string;
  /** Where the receipt is. */
  receiptUrl: string;
  camera: CameraData;
};

type Exif = { IFD0?: Record<string, string>; IFD2?: Record<string, string> };

/** `1/250 s`, `f/2.8` and `35 mm` as the fractions that EXIF keeps; left out where the text is something else. */
function fraction(text: string | undefined, pattern: RegExp): string | undefined {
  const [, number] = text?.match(pattern) ?? [];
  if (number === undefined) return undefined;
  if (number.includes("/")) return number;
  return `${Math.round(Number(number) * 10)}/10`;
}

const present = (fields: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).filter((field): field is [string, string] => Boolean(field[1])));

/** EXIF for JPEG, PNG and WebP. What stands in the card goes before what the camera wrote. */
export function exifOf({ title, artist, rights, camera }: Inscription): Exif {
  return {
    IFD0: present({
      ImageDescription: title,
      Artist: artist || camera.photographer,
      Copyright: rights || camera.copyright,
      Model: camera.camera,
    }),
    IFD2: present({
      LensModel: camera.lens,
      ExposureTime: fraction(camera.exposure, /^(1\/\d+|[\d.]+) s$/),
      FNumber: fraction(camera.aperture, /^f\/([\d.]+)$/),
      ISOSpeedRatings: camera.sensitivity?.match(/^ISO (\d+)$/)?.[1],
      FocalLength: fraction(camera.focalLength, /^([\d.]+) mm$/),
      DateTimeOriginal: camera.taken?.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
        ? camera.taken.replace(/^(\d+)-(\d+)-/, "$1:$2:")
        : undefined,
    }),
  };
}

const escaped = (text: string) =>
  text.replace(/[<>&"]/g, (sign) => `&#${sign.charCodeAt(0)};`).replace(/\p{Cc}/gu, " ");

const alternatives = (tag: string, text: string) =>
  text
    ? `<dc:${tag}><rdf:Alt><rdf:li xml:lang="x-default">${escaped(text)}</rdf:li></rdf:Alt></dc:${tag}>`
    : "";

/** XMP for every format; the only one of the two that TIFF carries, and that knows more than ASCII. */
export function xmpOf({ title, artist, rights, receiptUrl, camera }: Inscription): string {
  const creator = artist || camera.photographer;
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/">',
    alternatives("title", title),
    creator ? `<dc:creator><rdf:Seq><rdf:li>${escaped(creator)}</rdf:li></rdf:Seq></dc:creator>` : "",
    alternatives("rights", rights || (camera.copyright ?? "")),
    `<xmpRights:WebStatement>${escaped(receiptUrl)}</xmpRights:WebStatement>`,
    camera.camera ? `<tiff:Model>${escaped(camera.camera)}</tiff:Model>` : "",
    camera.lens ? `<aux:Lens>${escaped(camera.lens)}</aux:Lens>` : "",
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>',
  ].join("");
}
