import { rm } from "node:fs/promises";
import type { Hex } from "viem";
import { type CanonicalPicture, canonicalise } from "./picture/canonicalise.ts";
import { inputRootOf } from "./picture/input-root.ts";
import type { Store } from "./storage/store.ts";
import type { Geometry } from "./tiles.ts";

export type PreparedInput = Pick<CanonicalPicture, "width" | "height" | "hasAlpha" | "bytes" | "notices"> & {
  inputCid: string;
  inputDigest: Hex;
  inputRoot: Hex;
};

/**
 * Everything between a file and a job: canonicalise it, check with `accept`, compute its root, store it.
 * @param workPath where the canonical PNG may be written; removed afterwards
 * @param accept throws when the picture cannot become a job (too many tiles, say), before anything is stored
 */
export async function prepareInput(
  filePath: string,
  workPath: string,
  geometry: Geometry,
  store: Store,
  accept: (picture: CanonicalPicture) => void,
): Promise<PreparedInput> {
  try {
    const picture = await canonicalise(filePath, workPath);
    accept(picture);
    const inputRoot = await inputRootOf(picture.path, geometry);
    const stored = await store.put(
      { path: picture.path },
      { name: "input.png", tier: "hot", mimeType: "image/png" },
    );
    const { width, height, hasAlpha, bytes, notices } = picture;
    return {
      width,
      height,
      hasAlpha,
      bytes,
      notices,
      inputCid: stored.cid,
      inputDigest: picture.sha256,
      inputRoot,
    };
  } finally {
    await rm(workPath, { force: true });
  }
}
