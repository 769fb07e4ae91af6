import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { type Env, readEnv } from "@graphiti/protocol/env.ts";
import { prepareInput } from "@graphiti/protocol/prepare-input.ts";
import { type Quote, quote } from "@graphiti/protocol/quote.ts";
import { defaultService, serviceIdOf } from "@graphiti/protocol/services.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import type { OfferView } from "../create/offer-view.ts";
import { escrowRules, registeredService } from "./chain-facts.ts";
import { derivativesFor } from "./derivatives.ts";
import { Gate } from "./gate.ts";
import { processMemory } from "./process-memory.ts";
import { receiveUpload } from "./receive-upload.ts";
import { scratchFolder } from "./scratch-folder.ts";
import { admitUpload } from "./upload-admission.ts";

const gate = processMemory("canonicalise", () => new Gate({ running: 2, waiting: 12 }));

/**
 * Receives a picture, makes it canonical, stores it and quotes for it.
 * @throws what {@link receiveUpload} and `prepareInput` throw; GALLERY_BUSY and DISK_FULL before the body is read
 */
export function takeUpload(request: Request): Promise<OfferView> {
  const env = readEnv();
  return admitUpload(
    () => scratchFolder(env, "uploads"),
    (folder) => takeInto(folder, request, env),
  );
}

async function takeInto(folder: string, request: Request, env: Env): Promise<OfferView> {
  const deployment = await loadDeployment(env);
  const serviceId = serviceIdOf(deployment, defaultService);
  const [geometry, rules] = await Promise.all([registeredService(serviceId), escrowRules()]);
  const path = join(folder, randomUUID());
  try {
    await receiveUpload(request, path);
    return await gate.run(async () => {
      let offer: Quote | undefined;
      const input = await prepareInput(path, `${path}.png`, geometry, openStore(env), (picture) => {
        offer = quote(geometry, picture, rules);
      });
      if (!offer) throw new Error("prepareInput stored a picture without asking whether to accept it");
      const derivatives = derivativesFor(env);
      derivatives.admit(input.inputCid);
      // Begun at once, so that the preview is there when the page asks; a failure shows there.
      void derivatives.file(input.inputCid, 640).catch(() => undefined);
      return {
        ...input,
        tiles: offer.tiles,
        service: { id: serviceId, name: defaultService, scale: geometry.scale },
        quote: {
          ...offer,
          minPriceWei: offer.minPriceWei.toString(),
          maxPriceWei: offer.maxPriceWei.toString(),
        },
      };
    });
  } finally {
    await rm(path, { force: true });
  }
}
