import { fail } from "@graphiti/protocol/errors.ts";
import { clipTo, type Planar, type Rectangle, replicateBorder } from "@graphiti/protocol/picture/halo.ts";

type Planes = readonly [number, number, number];
const colour: Planes = [0, 1, 2];
const alpha: Planes = [3, 3, 3];

/** The pixels of a stored canonical picture, for cutting pieces out of it as nodes do. */
export class PictureSource {
  readonly #bitmap: ImageBitmap;

  private constructor(bitmap: ImageBitmap) {
    this.#bitmap = bitmap;
  }

  /** @throws STORE_UNREACHABLE, PICTURE_TOO_LARGE where the browser cannot hold the picture */
  static async open(url: string, signal: AbortSignal): Promise<PictureSource> {
    const response = await fetch(url, { signal, credentials: "omit" });
    if (!response.ok) fail("STORE_UNREACHABLE", "The picture cannot be fetched now.", { retryable: true });
    const file = await response.blob();
    // The numbers as they are in the file: no profile, nothing multiplied.
    const options = { colorSpaceConversion: "none", premultiplyAlpha: "none" } as const;
    const bitmap = await createImageBitmap(file, options).catch((cause: unknown) =>
      fail("PICTURE_TOO_LARGE", "This browser cannot hold a picture of that size to look at a piece of it.", {
        cause,
        nextStep: "The job itself is not concerned: nodes hold only a tile at a time.",
      }),
    );
    return new PictureSource(bitmap);
  }

  close(): void {
    this.#bitmap.close();
  }

  /** Three planes of a piece and of `halo` pixels around it, the picture's border replicated. */
  colour(piece: Rectangle, halo: number): Planar {
    return this.#cut(piece, halo, colour);
  }

  /** The same of the transparency, three times. */
  alpha(piece: Rectangle, halo: number): Planar {
    return this.#cut(piece, halo, alpha);
  }

  #cut({ x, y, width, height }: Rectangle, halo: number, pick: Planes): Planar {
    const wanted = { x: x - halo, y: y - halo, width: width + 2 * halo, height: height + 2 * halo };
    const inside = clipTo(wanted, this.#bitmap.width, this.#bitmap.height);
    const canvas = new OffscreenCanvas(inside.width, inside.height);
    const context = canvas.getContext("2d", { willReadFrequently: true });
    if (!context) throw new Error("this browser gives no canvas");
    context.drawImage(this.#bitmap, -inside.x, -inside.y);
    const { data } = context.getImageData(0, 0, inside.width, inside.height);
    return replicateBorder(new Uint8Array(data.buffer), 4, inside, wanted, pick);
  }
}
