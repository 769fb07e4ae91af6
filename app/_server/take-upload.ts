import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { type Env, readEnv } from "@graphiti/protocol/env.ts";
import { type EscrowRules, lotSpanSeconds } from "@graphiti/protocol/escrow-rules.ts";
import { prepareInput } from "@graphiti/protocol/prepare-input.ts";
import { type Finality, finalities, type Quote, quote } from "@graphiti/protocol/quote.ts";
import { defaultService, serviceIdOf } from "@graphiti/protocol/services.ts";
import { openStore } from "@graphiti/protocol/storage/open-store.ts";
import { type ClaimView, recentClaims } from "../_data/recent-claims.ts";
import { guessClaim } from "../create/claim-guess.ts";
import type { OfferView, QuoteView } from "../create/offer-view.ts";
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
  // A guess is no reason to refuse a picture.
  const claims = recentClaims(serviceId).catch(() => []);
  const path = join(folder, randomUUID());
  try {
    await receiveUpload(request, path);
    return await gate.run(async () => {
      let offers: Quote[] = [];
      const input = await prepareInput(path, `${path}.png`, geometry, openStore(env), (picture) => {
        offers = finalities.map((finality) => quote(geometry, picture, rules, finality));
      });
      const [first] = offers;
      if (!first) throw new Error("prepareInput stored a picture without asking whether to accept it");
      const derivatives = derivativesFor(env);
      derivatives.admit(input.inputCid);
      // Begun at once, so that the preview is there when the page asks; a failure shows there.
      void derivatives.file(input.inputCid, 640).catch(() => undefined);
      return {
        ...input,
        tiles: first.tiles,
        service: { id: serviceId, name: defaultService, scale: geometry.scale },
        quotes: quoteViews(offers, rules, await claims),
      };
    });
  } finally {
    await rm(path, { force: true });
  }
}

function quoteViews(
  offers: readonly Quote[],
  rules: EscrowRules,
  claims: readonly ClaimView[],
): Record<Finality, QuoteView> {
  const views = offers.map((offer) => [
    offer.finality,
    {
      ...offer,
      minPriceWei: offer.minPriceWei.toString(),
      maxPriceWei: offer.maxPriceWei.toString(),
      spanSeconds: lotSpanSeconds(rules, offer),
      claim: guessClaim(offer, claims),
    },
  ]);
  return Object.fromEntries(views);
}
