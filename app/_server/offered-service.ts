import { recipeOfDigest } from "@graphiti/models/catalogue.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { type EscrowRules, lotSpanSeconds } from "@graphiti/protocol/escrow-rules.ts";
import { type Finality, finalities, type Quote, quote } from "@graphiti/protocol/quote.ts";
import { serviceIdOf, type serviceKinds } from "@graphiti/protocol/services.ts";
import type { Picture } from "@graphiti/protocol/tiles.ts";
import { type ClaimView, recentClaims } from "../_data/recent-claims.ts";
import { guessClaim } from "../create/claim-guess.ts";
import type { QuoteView } from "../create/offer-view.ts";
import { escrowRules, registeredService } from "./chain-facts.ts";

/**
 * A service that this gallery offers, with what jobs for it would cost.
 * @throws SERVICE_UNKNOWN, also for a service of another kind; CHAIN_UNREACHABLE
 */
export async function offeredService(name: string, kind: (typeof serviceKinds)[keyof typeof serviceKinds]) {
  const id = serviceIdOf(await loadDeployment(readEnv()), name);
  const [registered, rules] = await Promise.all([registeredService(id), escrowRules()]);
  const recipe = recipeOfDigest(registered.modelDigest);
  if (!recipe || registered.kind !== kind)
    fail("SERVICE_UNKNOWN", `${name} is not a service that this gallery offers for this.`);
  const service = { ...registered, secondsPerTile: recipe.secondsPerTile };
  // A guess is no reason to refuse a picture.
  const claims = recentClaims(id).catch(() => []);
  /** @throws PICTURE_TOO_LARGE */
  const quotesFor = (picture: Picture) =>
    finalities.map((finality) => quote(service, picture, rules, finality));
  return {
    service,
    view: { id, name, scale: service.scale },
    quotesFor,
    quoteViewsFor: async (picture: Picture) => quoteViews(quotesFor(picture), rules, await claims),
  };
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
