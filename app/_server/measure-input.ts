import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Env } from "@graphiti/protocol/env.ts";
import { inputRootOfOpen } from "@graphiti/protocol/picture/input-root.ts";
import { openPicture } from "@graphiti/protocol/picture/open-picture.ts";
import type { Geometry, Picture } from "@graphiti/protocol/tiles.ts";
import type { Hex } from "viem";
import { Gate } from "./gate.ts";
import { processMemory } from "./process-memory.ts";
import { Remembered } from "./remembered.ts";
import { scratchFolder } from "./scratch-folder.ts";
import { sharedDownloads } from "./shared-downloads.ts";

/** A stored picture as a service with a certain tile geometry sees it. */
export type MeasuredInput = Picture & { inputRoot: Hex };

const gate = processMemory("measure", () => new Gate({ running: 2, waiting: 12 }));
const measured = processMemory("measured", () => new Remembered<MeasuredInput>(2_000));

/**
 * Size and input root of a stored canonical picture. Known answers come from memory: one per picture and geometry,
 * whichever services share it.
 * @param accept throws when a picture of this size cannot become a job, before its tiles are hashed
 * @throws GALLERY_BUSY, DISK_FULL, PICTURE_UNREADABLE, what `accept` throws, and whatever the store throws
 */
export function measureInput(
  env: Env,
  inputCid: string,
  geometry: Geometry,
  accept: (picture: Picture) => void,
): Promise<MeasuredInput> {
  const { tileCore, halo } = geometry;
  return measured.get(`${inputCid} ${tileCore} ${halo}`, () =>
    gate.run(async () => {
      // Not bound to the request that asks first: others may wait for the same answer.
      const file = await sharedDownloads(env).acquire(inputCid, new AbortController().signal);
      const scratch = await mkdtemp(join(await scratchFolder(env, "measures"), "picture-"));
      try {
        const picture = await openPicture(file.path, scratch);
        const { width, height, hasAlpha } = picture;
        accept({ width, height, hasAlpha });
        return { width, height, hasAlpha, inputRoot: await inputRootOfOpen(picture, geometry) };
      } finally {
        file.release();
        await rm(scratch, { recursive: true, force: true });
      }
    }),
  );
}
