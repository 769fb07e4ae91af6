import { decodeGenerateParams } from "@graphiti/protocol/generate-params.ts";
import { openPicture } from "@graphiti/protocol/picture/open-picture.ts";
import { serviceKinds } from "@graphiti/protocol/services.ts";
import type { Work } from "@graphiti/protocol/terms.ts";
import type { Tile } from "@graphiti/protocol/tiles.ts";
import type { Engine } from "../engine/engine.ts";
import type { TileRequest } from "../engine/tile-request.ts";

/** Where the sessions get their tiles from. */
export type TileSource = { request: (tile: Tile) => Promise<TileRequest>; close: () => Promise<void> };

type Wanted = {
  engine: Pick<Engine, "recipe">;
  work: Work;
  /** A verified input, and a folder for its decoded form; neither is needed for what is generated. */
  input: string;
  scratchDirectory: string;
};

/** @throws PICTURE_UNREADABLE, PARAMS_INVALID for what was not verified before */
export async function openTileSource(wanted: Wanted): Promise<TileSource> {
  const { work, input, scratchDirectory, engine } = wanted;
  const { kind, halo } = engine.recipe;
  if (kind === serviceKinds.generate) {
    const params = decodeGenerateParams(work.params);
    const picture = { width: work.width, height: work.height };
    return {
      request: async ({ x, y, width, height }) => ({ params, picture, rect: { x, y, width, height } }),
      close: async () => {},
    };
  }
  const picture = await openPicture(input, scratchDirectory);
  return {
    async request(tile) {
      const { data: pixels, width, height } = await picture.haloedTile(tile, halo);
      return { pixels, width, height, isAlpha: tile.plane === 1 };
    },
    close: () => picture.close(),
  };
}
