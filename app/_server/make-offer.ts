import { recipeOfDigest } from "@graphiti/models/catalogue.ts";
import { parseCid } from "@graphiti/protocol/cid.ts";
import { loadDeployment } from "@graphiti/protocol/deployment.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { type EscrowRules, lotSpanSeconds } from "@graphiti/protocol/escrow-rules.ts";
import { type Finality, finalities, type Quote, quote } from "@graphiti/protocol/quote.ts";
import { serviceIdOf, serviceKinds } from "@graphiti/protocol/services.ts";
import { z } from "zod";
import { type ClaimView, recentClaims } from "../_data/recent-claims.ts";
import { guessClaim } from "../create/claim-guess.ts";
import type { OfferView, QuoteView } from "../create/offer-view.ts";
import { escrowRules, registeredService } from "./chain-facts.ts";
import { measureInput } from "./measure-input.ts";

const wantedShape = z.strictObject({ inputCid: z.string().max(100), service: z.string().max(60) });

/**
 * Says what a job about a stored picture would be for one service, and what it would cost.
 * @param body `{ inputCid, service }`, as it came
 * @throws BAD_INPUT, CID_INVALID, SERVICE_UNKNOWN, PICTURE_TOO_LARGE, and what {@link measureInput} throws
 */
export async function makeOffer(body: unknown): Promise<OfferView> {
  const wanted = wantedShape.safeParse(body);
  if (!wanted.success) fail("BAD_INPUT", "An offer needs the inputCid of a stored picture and a service.");
  const inputCid = parseCid(wanted.data.inputCid).toString();
  const env = readEnv();
  const deployment = await loadDeployment(env);
  const { service: name } = wanted.data;
  const id = serviceIdOf(deployment, name);
  const [registered, rules] = await Promise.all([registeredService(id), escrowRules()]);
  const recipe = recipeOfDigest(registered.modelDigest);
  if (!recipe || registered.kind !== serviceKinds.upscale)
    fail("SERVICE_UNKNOWN", `${name} is not a service that this gallery offers for pictures.`);
  const service = { ...registered, secondsPerTile: recipe.secondsPerTile };
  // A guess is no reason to refuse a picture.
  const claims = recentClaims(id).catch(() => []);
  const quotesFor = (picture: Parameters<typeof quote>[1]) =>
    finalities.map((finality) => quote(service, picture, rules, finality));
  const input = await measureInput(env, inputCid, service, quotesFor);
  return {
    inputCid,
    inputRoot: input.inputRoot,
    service: { id, name, scale: service.scale },
    quotes: quoteViews(quotesFor(input), rules, await claims),
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
