import { writeFile } from "node:fs/promises";
import { pngWithProfile } from "@graphiti/protocol/picture/png-chunks.ts";
import sharp, { type Sharp } from "sharp";
import { adobeRgb, inSrgb, rgbProfile } from "../made/icc-profile.ts";

/** A picture that takes too long for every day: how it is made, and what its pixels are afterwards. */
export type HugeKind = {
  name: string;
  width: number;
  height: number;
  make(path: string): Promise<unknown>;
  /** Of the canonical picture, at a place of the file's own; alpha last, where there is any. */
  colourAt(x: number, y: number): number[];
  hasAlpha: boolean;
  isTurned: boolean;
  tolerance: number;
  notices: RegExp[];
};

const block = 100;
const tileSide = 5 * block;

/** A chequered colour: blocks of 100 pixels, five by five, over and over. */
const colour = (x: number, y: number): [number, number, number] => {
  const column = Math.floor((x % tileSide) / block);
  const row = Math.floor((y % tileSide) / block);
  return [40 + 40 * column, 40 + 40 * row, 30 * ((column + row) % 5)];
};

/** The middle block of each tile is clear, and the one beside it half so. */
const alpha = (x: number, y: number): number => {
  const column = Math.floor((x % tileSide) / block);
  const row = Math.floor((y % tileSide) / block);
  if (row !== 2 || column < 2 || column > 3) return 255;
  return column === 2 ? 0 : 128;
};

async function tile(channels: 3 | 4): Promise<Buffer> {
  const pixels = Buffer.alloc(tileSide * tileSide * channels);
  for (let y = 0; y < tileSide; y++)
    for (let x = 0; x < tileSide; x++)
      pixels.set(
        channels === 4 ? [...colour(x, y), alpha(x, y)] : colour(x, y),
        (y * tileSide + x) * channels,
      );
  return sharp(pixels, { raw: { width: tileSide, height: tileSide, channels } })
    .png()
    .toBuffer();
}

async function tiled(width: number, height: number, channels: 3 | 4): Promise<Sharp> {
  const background = channels === 4 ? { r: 0, g: 0, b: 0, alpha: 0 } : "black";
  const create = { width, height, channels, background } as const;
  const input = await tile(channels);
  const picture = sharp({ create, limitInputPixels: false });
  picture.composite([{ input, tile: true, gravity: "northwest", blend: "source" }]);
  // To composite adds a channel for alpha.
  return channels === 4 ? picture : picture.removeAlpha();
}

const deep = /reduced to 8/;
const clear = /fully transparent/;
const turned = /turned/;
const exif = /Camera data/;
const full = { width: 10_000, height: 10_000 };
const half = { width: 10_000, height: 5_000 };

type Own = Partial<HugeKind> & { write(picture: Sharp): Sharp };

function kind(name: string, size: { width: number; height: number }, own: Own): HugeKind {
  const { write, hasAlpha = false, ...rest } = own;
  return {
    name,
    ...size,
    hasAlpha,
    isTurned: false,
    tolerance: 0,
    notices: [],
    colourAt: (x, y) => (hasAlpha ? [...colour(x, y), alpha(x, y)] : colour(x, y)),
    make: async (path) => write(await tiled(size.width, size.height, hasAlpha ? 4 : 3)).toFile(path),
    ...rest,
  };
}

const jpeg = { quality: 90, chromaSubsampling: "4:4:4", optimiseCoding: false } as const;

/** 16 bits of what was 8 are 256 times as much, of 257: up to a level darker, which dithering spreads. */
const deepTolerance = 1;

export const hugeKinds: HugeKind[] = [
  kind("JPEG, 100 MP", full, { tolerance: 4, write: (picture) => picture.jpeg(jpeg) }),
  kind("JPEG turned by the camera, 100 MP", full, {
    ...{ tolerance: 4, isTurned: true, notices: [turned, exif] },
    write: (picture) => picture.withMetadata({ orientation: 6 }).jpeg(jpeg),
  }),
  kind("PNG with alpha, 100 MP", full, {
    ...{ hasAlpha: true, notices: [clear] },
    write: (picture) => picture.png({ compressionLevel: 1 }),
  }),
  kind("16-bit PNG with alpha, 100 MP", full, {
    ...{ hasAlpha: true, tolerance: deepTolerance, notices: [deep, clear] },
    write: (picture) => picture.toColourspace("rgb16").png({ compressionLevel: 1 }),
  }),
  kind("16-bit TIFF with alpha, turned, 100 MP", full, {
    ...{ hasAlpha: true, isTurned: true, tolerance: deepTolerance, notices: [deep, turned, clear] },
    write: (picture) =>
      picture
        .toColourspace("rgb16")
        .withMetadata({ orientation: 6 })
        .tiff({ compression: "deflate", predictor: "horizontal" }),
  }),
  kind("16-bit PNG in Adobe RGB, 100 MP", full, {
    ...{ tolerance: 2, notices: [/colour profile was converted/, deep], write: (picture) => picture },
    colourAt: (x, y) => inSrgb(adobeRgb, colour(x, y)),
    make: async (path) => {
      const picture = await tiled(full.width, full.height, 3);
      const png = await picture.toColourspace("rgb16").png({ compressionLevel: 1 }).toBuffer();
      await writeFile(path, pngWithProfile(png, rgbProfile(adobeRgb)));
    },
  }),
  kind("progressive JPEG, 50 MP", half, {
    tolerance: 4,
    write: (picture) => picture.jpeg({ quality: 90, chromaSubsampling: "4:4:4", progressive: true }),
  }),
  kind("interlaced PNG with alpha, 50 MP", half, {
    ...{ hasAlpha: true, notices: [clear] },
    write: (picture) => picture.png({ compressionLevel: 1, progressive: true }),
  }),
  kind("WebP with alpha, 50 MP", half, {
    ...{ hasAlpha: true, notices: [clear] },
    write: (picture) => picture.webp({ lossless: true, exact: true, effort: 0 }),
  }),
  kind(
    "AVIF, 20 MP",
    { width: 5_000, height: 4_000 },
    {
      tolerance: 6,
      write: (picture) => picture.avif({ quality: 80, effort: 0, chromaSubsampling: "4:4:4" }),
    },
  ),
];
