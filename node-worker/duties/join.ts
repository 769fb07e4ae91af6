import { fail } from "@graphiti/protocol/errors.ts";
import { interleavedDigest, type TileSpan } from "@graphiti/protocol/lot-pixels.ts";
import { giveBack } from "@graphiti/protocol/picture/give-back.ts";
import type { Hex } from "viem";
import type { ScratchPicture } from "../engine/scratch-picture.ts";
import { TileFile } from "../engine/tile-file.ts";

/** Gives way to everything else that this thread does. */
const breathe = () => new Promise<void>(setImmediate);

/**
 * Hands every tile of a lot's file to `use`, after its pixels were compared with its digest. One tile is held at a time.
 * @param leaves digests of the lot's tiles, in their order
 * @throws RESULT_DIFFERS at the first tile that is another
 */
export async function eachTile(
  path: string,
  spans: readonly TileSpan[],
  leaves: readonly Hex[],
  use: (span: TileSpan, pixels: Uint8Array) => void = () => {},
): Promise<void> {
  const file = TileFile.open(path, spans);
  try {
    if (file.isNew) differs("The lot's pixels are not as long as its tiles.");
    for (const [at, span] of spans.entries()) {
      const pixels = file.read(span);
      if (interleavedDigest(pixels, span.width, span.height) !== leaves[at])
        differs(`The pixels of tile ${span.tile.index} are not those of its digest.`);
      use(span, pixels);
      giveBack(pixels);
      await breathe();
    }
  } finally {
    file.close();
  }
}

/** Writes the tiles of a lot into the picture that they are a part of. @throws RESULT_DIFFERS */
export async function joinTiles(
  scratch: ScratchPicture,
  path: string,
  spans: readonly TileSpan[],
  leaves: readonly Hex[],
  scale: number,
): Promise<void> {
  await eachTile(path, spans, leaves, ({ tile, width, height }, data) => {
    const pixels = { x: tile.x * scale, y: tile.y * scale, width, height, data };
    if (tile.plane === 1) scratch.writeAlpha(pixels);
    else scratch.writeColour(pixels);
  });
}

function differs(message: string): never {
  fail("RESULT_DIFFERS", message, { retryable: true });
}
