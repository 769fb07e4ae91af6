import { readEnv } from "@graphiti/protocol/env.ts";
import { refuseGenerated } from "@graphiti/protocol/generated-works.ts";
import type { CanonicalPicture } from "@graphiti/protocol/picture/canonicalise.ts";
import { serviceNames } from "./services.ts";

/** Keeps pictures that were generated here from being enlarged. @throws UPSCALE_OF_GENERATED */
export async function refuseGeneratedPicture(picture: CanonicalPicture, galleryUrl: string): Promise<void> {
  await refuseGenerated(picture, { indexerUrl: readEnv().INDEXER_URL, galleryUrl }, await serviceNames());
}
