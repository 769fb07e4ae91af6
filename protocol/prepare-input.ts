import { rm } from "node:fs/promises";
import type { Hex } from "viem";
import { type CanonicalPicture, canonicalise } from "./picture/canonicalise.ts";
import { inputRootOf } from "./picture/input-root.ts";
import type { Store } from "./storage/store.ts";
import type { Geometry } from "./tiles.ts";

/** A canonical picture in the store: what it is, whichever service it will go through. */
export type StoredPicture = Pick<
  CanonicalPicture,
  "width" | "height" | "hasAlpha" | "bytes" | "notices" | "camera"
> & {
  inputCid: string;
  inputDigest: Hex;
};

export type PreparedInput = StoredPicture & { inputRoot: Hex };

/**
 * Everything between a file and a picture that jobs can be about: canonicalise it and store it.
 * @param workPath where the canonical PNG may be written; removed afterwards
 * @param look sees the canonical PNG before it is stored; what it throws keeps the picture out of the store
 */
export async function storePicture(
  filePath: string,
  workPath: string,
  store: Store,
  look: (picture: CanonicalPicture) => void | Promise<void> = () => undefined,
): Promise<StoredPicture> {
  try {
    const picture = await canonicalise(filePath, workPath);
    await look(picture);
    const stored = await store.put(
      { path: picture.path },
      { name: "input.png", tier: "hot", mimeType: "image/png" },
    );
    const { path: _, receiptUrl: __, sha256: inputDigest, ...facts } = picture;
    return { ...facts, inputCid: stored.cid, inputDigest };
  } finally {
    await rm(workPath, { force: true });
  }
}

/**
 * {@link storePicture} for one service: computes the input root for its tiles on the way.
 * @param accept throws when the picture cannot become a job (too many tiles, say), before anything is stored
 */
export async function prepareInput(
  filePath: string,
  workPath: string,
  geometry: Geometry,
  store: Store,
  accept: (picture: CanonicalPicture) => void | Promise<void>,
): Promise<PreparedInput> {
  const roots: Hex[] = [];
  const picture = await storePicture(filePath, workPath, store, async (canonical) => {
    await accept(canonical);
    roots.push(await inputRootOf(canonical.path, geometry));
  });
  const [inputRoot] = roots;
  if (!inputRoot) throw new Error("a picture was stored without its root");
  return { ...picture, inputRoot };
}
