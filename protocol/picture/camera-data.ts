/**
 * What a photographer may want to keep of what the camera wrote down. The list is closed: a place, a serial number,
 * an owner's name or a thumbnail is never in it. Each is a line of text, as it is shown and as it becomes a trait.
 */
export const cameraFields = {
  camera: "Camera",
  lens: "Lens",
  exposure: "Exposure",
  aperture: "Aperture",
  sensitivity: "Sensitivity",
  focalLength: "Focal length",
  taken: "Taken",
  photographer: "Photographer",
  copyright: "Copyright",
} as const;

export type CameraField = keyof typeof cameraFields;
export type CameraData = { [Field in CameraField]?: string };

const entryBytes = 12;
const mostEntries = 200;
const mostText = 100;
const exifPointer = 0x8769;

type Rational = { over: number; under: number };
type Entry = { text?: string; number?: number; rational?: Rational };

/** One directory of a TIFF structure; what is out of bounds or of another type is passed by. */
function entriesAt(tiff: DataView, at: number, little: boolean): Map<number, Entry> {
  const entries = new Map<number, Entry>();
  if (at + 2 > tiff.byteLength) return entries;
  const count = Math.min(mostEntries, tiff.getUint16(at, little));
  for (let index = 0; index < count; index++) {
    const entry = at + 2 + index * entryBytes;
    if (entry + entryBytes > tiff.byteLength) break;
    const type = tiff.getUint16(entry + 2, little);
    const values = tiff.getUint32(entry + 4, little);
    const offset = tiff.getUint32(entry + 8, little);
    const tag = tiff.getUint16(entry, little);
    if (type === 3 && values >= 1) entries.set(tag, { number: tiff.getUint16(entry + 8, little) });
    if (type === 4 && values === 1) entries.set(tag, { number: offset });
    if (type === 5 && values === 1 && offset + 8 <= tiff.byteLength)
      entries.set(tag, {
        rational: { over: tiff.getUint32(offset, little), under: tiff.getUint32(offset + 4, little) },
      });
    if (type === 2 && values <= 1000) {
      const start = values <= 4 ? entry + 8 : offset;
      if (start + values > tiff.byteLength) continue;
      const text = plain(new Uint8Array(tiff.buffer, tiff.byteOffset + start, values));
      if (text) entries.set(tag, { text });
    }
  }
  return entries;
}

/** Text up to the first zero, in one line and without what cannot be printed. */
function plain(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const text = new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
  return text
    .replace(/[\p{C}\ufffd]/gu, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, mostText);
}

const rounded = (value: number) => String(Math.round(value * 10) / 10);

function seconds({ over, under }: Rational): string | undefined {
  if (over === 0 || under === 0) return undefined;
  return over >= under ? `${rounded(over / under)} s` : `1/${Math.round(under / over)} s`;
}

function quotient(rational: Rational | undefined): number | undefined {
  return rational && rational.over > 0 && rational.under > 0 ? rational.over / rational.under : undefined;
}

/** Many makers repeat their name in the model. */
function cameraName(make = "", model = ""): string | undefined {
  if (model.toLowerCase().startsWith(make.toLowerCase())) return model || undefined;
  return `${make} ${model}`.trim();
}

/** `2024:05:06 07:08:09` → `2024-05-06 07:08:09`. */
function dateOf(text: string | undefined): string | undefined {
  const [, year, month, day, time] = text?.match(/^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/) ?? [];
  return year === undefined ? undefined : `${year}-${month}-${day} ${time}`;
}

/** Reads the allowed fields of an EXIF block; anything malformed gives less, never an error. */
export function cameraOfExif(exif: Uint8Array): CameraData {
  const start = String.fromCharCode(...exif.subarray(0, 4)) === "Exif" ? 6 : 0;
  if (exif.length < start + 8) return {};
  const tiff = new DataView(exif.buffer, exif.byteOffset + start, exif.byteLength - start);
  const order = tiff.getUint16(0);
  if (order !== 0x4949 && order !== 0x4d4d) return {};
  const little = order === 0x4949;
  const main = entriesAt(tiff, tiff.getUint32(4, little), little);
  const pointer = main.get(exifPointer)?.number;
  const shot = pointer === undefined ? new Map<number, Entry>() : entriesAt(tiff, pointer, little);
  const exposure = shot.get(0x829a)?.rational;
  const aperture = quotient(shot.get(0x829d)?.rational);
  const sensitivity = shot.get(0x8827)?.number;
  const focal = quotient(shot.get(0x920a)?.rational);
  const found: Record<CameraField, string | undefined> = {
    camera: cameraName(main.get(0x010f)?.text, main.get(0x0110)?.text),
    lens: shot.get(0xa434)?.text,
    exposure: exposure && seconds(exposure),
    aperture: aperture && `f/${rounded(aperture)}`,
    sensitivity: sensitivity ? `ISO ${sensitivity}` : undefined,
    focalLength: focal && `${rounded(focal)} mm`,
    taken: dateOf(shot.get(0x9003)?.text),
    photographer: main.get(0x013b)?.text,
    copyright: main.get(0x8298)?.text,
  } as Record<CameraField, string | undefined>;
  return Object.fromEntries(Object.entries(found).filter(([, text]) => text)) as CameraData;
}

type Trait = { trait_type: string; value: string };

/** As traits of the art card: public, for good, and in the token's metadata. */
export const cameraTraits = (camera: CameraData): Trait[] =>
  (Object.keys(cameraFields) as CameraField[]).flatMap((field) => {
    const value = camera[field];
    return value ? [{ trait_type: cameraFields[field], value }] : [];
  });

/** The way back, from the traits of a work; other traits are left alone. */
export function cameraOfTraits(traits: readonly Trait[]): CameraData {
  const camera: CameraData = {};
  for (const field of Object.keys(cameraFields) as CameraField[]) {
    const trait = traits.find(({ trait_type }) => trait_type === cameraFields[field]);
    if (trait) camera[field] = trait.value;
  }
  return camera;
}
