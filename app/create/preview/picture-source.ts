import { fail } from "@graphiti/protocol/errors.ts";
import { type Planar, type Rectangle, replicateBorder } from "@graphiti/protocol/picture/halo.ts";
import { asInFile, bitmapPixels } from "./bitmap-pixels.ts";

/** Channels that make the three planes of a tile, by its own plane: colour, then transparency. */
const channelsOf = [
  [0, 1, 2],
  [3, 3, 3],
] as const;

/** Which of a picture's two planes of tiles. */
export type PlaneOfTiles = 0 | 1;

/** The pixels of a stored canonical picture, for cutting pieces out of it as nodes do. */
export class PictureSource {
  readonly #pixels: Uint8Array;
  readonly #whole: Rectangle;

  private constructor(pixels: Uint8Array, width: number, height: number) {
    this.#pixels = pixels;
    this.#whole = { x: 0, y: 0, width, height };
  }

  /** @throws STORE_UNREACHABLE, PICTURE_TOO_LARGE where the browser cannot hold the picture, ENGINE_FAILED without WebGL */
  static async open(url: string, hasAlpha: boolean, signal: AbortSignal): Promise<PictureSource> {
    const response = await fetch(url, { signal, credentials: "omit" });
    if (!response.ok) fail("STORE_UNREACHABLE", "The picture cannot be fetched now.", { retryable: true });
    const file = await response.blob();
    const bitmap = await createImageBitmap(file, asInFile).catch(tooLarge);
    const { width, height } = bitmap;
    try {
      const pixels = await bitmapPixels(bitmap, hasAlpha).catch(tooLarge);
      return new PictureSource(pixels ?? withoutWebGl(), width, height);
    } finally {
      bitmap.close();
    }
  }

  /** Three planes of a piece and of `halo` pixels around it, the picture's border replicated. */
  cut({ x, y, width, height }: Rectangle, halo: number, plane: PlaneOfTiles): Planar {
    const wanted = { x: x - halo, y: y - halo, width: width + 2 * halo, height: height + 2 * halo };
    return replicateBorder(this.#pixels, 4, this.#whole, wanted, channelsOf[plane]);
  }
}

const jobIsNotConcerned = "The job itself is not concerned: nodes hold only a tile at a time.";

function tooLarge(cause: unknown): never {
  fail("PICTURE_TOO_LARGE", "This browser cannot hold a picture of that size to look at a piece of it.", {
    cause,
    nextStep: jobIsNotConcerned,
  });
}

function withoutWebGl(): never {
  fail("ENGINE_FAILED", "Without WebGL this browser cannot show a piece of a picture with transparency.", {
    nextStep: "The job itself is not concerned. Allow WebGL, or use another browser, to look before you pay.",
  });
}
