import type { Rectangle } from "@graphiti/protocol/picture/halo.ts";

/** RGBA of a part of a bitmap. */
type Reader = { read: (part: Rectangle) => Promise<Uint8Array>; close: () => void };

/** Side of what is read at once: any graphics card holds it. */
const partSide = 2_048;

/** The numbers as they are in the file: no profile, nothing multiplied. */
export const asInFile = { colorSpaceConversion: "none", premultiplyAlpha: "none" } as const;

/**
 * RGBA of a bitmap that was decoded {@link asInFile}, interleaved, row after row. A 2D canvas multiplies with alpha, which
 * loses the colour under what is transparent; a texture keeps it. Without transparency both give the same, and the canvas
 * is everywhere.
 * @returns undefined where transparency asks for WebGL and the browser has none
 */
export async function bitmapPixels(bitmap: ImageBitmap, hasAlpha: boolean): Promise<Uint8Array | undefined> {
  const reader = hasAlpha ? textureReader(bitmap) : canvasReader(bitmap);
  if (!reader) return undefined;
  const { width, height } = bitmap;
  const pixels = new Uint8Array(4 * width * height);
  for (let y = 0; y < height; y += partSide)
    for (let x = 0; x < width; x += partSide) {
      const part = { x, y, width: Math.min(partSide, width - x), height: Math.min(partSide, height - y) };
      const rows = await reader.read(part);
      for (let row = 0; row < part.height; row++)
        pixels.set(
          rows.subarray(4 * row * part.width, 4 * (row + 1) * part.width),
          4 * ((y + row) * width + x),
        );
    }
  reader.close();
  return pixels;
}

function canvasReader(bitmap: ImageBitmap): Reader | undefined {
  const context = new OffscreenCanvas(partSide, partSide).getContext("2d", { willReadFrequently: true });
  if (!context) return undefined;
  return {
    async read({ x, y, width, height }) {
      context.drawImage(bitmap, -x, -y);
      return new Uint8Array(context.getImageData(0, 0, width, height).data.buffer);
    },
    close: () => {},
  };
}

function textureReader(bitmap: ImageBitmap): Reader | undefined {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!gl) return undefined;
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  gl.pixelStorei(gl.UNPACK_COLORSPACE_CONVERSION_WEBGL, gl.NONE);
  return {
    async read({ x, y, width, height }) {
      const part = await createImageBitmap(bitmap, x, y, width, height, asInFile);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, gl.RGBA, gl.UNSIGNED_BYTE, part);
      part.close();
      const [target, texture] = [gl.COLOR_ATTACHMENT0, gl.getParameter(gl.TEXTURE_BINDING_2D)];
      gl.framebufferTexture2D(gl.FRAMEBUFFER, target, gl.TEXTURE_2D, texture, 0);
      const pixels = new Uint8Array(4 * width * height);
      gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels);
      return pixels;
    },
    close: () => gl.getExtension("WEBGL_lose_context")?.loseContext(),
  };
}
