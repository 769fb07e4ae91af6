import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { type Env, readEnv } from "@graphiti/protocol/env.ts";
import { storePicture } from "@graphiti/protocol/prepare-input.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import { refuseGeneratedPicture } from "../_data/generated-works.ts";
import type { UploadView } from "../create/offer-view.ts";
import { derivativesFor } from "./derivatives.ts";
import { Gate } from "./gate.ts";
import { processMemory } from "./process-memory.ts";
import { receiveUpload } from "./receive-upload.ts";
import { scratchFolder } from "./scratch-folder.ts";
import { admitUpload } from "./upload-admission.ts";

const gate = processMemory("canonicalise", () => new Gate({ running: 2, waiting: 12 }));

/**
 * Receives a picture, makes it canonical and stores it.
 * @throws what {@link receiveUpload} and `storePicture` throw; UPSCALE_OF_GENERATED; GALLERY_BUSY and DISK_FULL before the body is read
 */
export function takeUpload(request: Request): Promise<UploadView> {
  const env = readEnv();
  return admitUpload(
    () => scratchFolder(env, "uploads"),
    (folder) => takeInto(folder, request, env),
  );
}

async function takeInto(folder: string, request: Request, env: Env): Promise<UploadView> {
  const path = join(folder, randomUUID());
  const galleryUrl = env.GALLERY_URL ?? new URL(request.url).origin;
  try {
    await receiveUpload(request, path);
    return await gate.run(async () => {
      const picture = await storePicture(path, `${path}.png`, openStore(env), (found) =>
        refuseGeneratedPicture(found, galleryUrl),
      );
      const derivatives = derivativesFor(env);
      derivatives.admit(picture.inputCid);
      // Begun at once, so that the preview is there when the page asks; a failure shows there.
      void derivatives.file(picture.inputCid, 640).catch(() => undefined);
      return picture;
    });
  } finally {
    await rm(path, { force: true });
  }
}
