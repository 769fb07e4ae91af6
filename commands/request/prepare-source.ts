import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { ServiceRecipe } from "@graphiti/models/catalogue.ts";
import type { Deployment } from "@graphiti/protocol/deployment.ts";
import { fail } from "@graphiti/protocol/errors.ts";
import { refuseGenerated } from "@graphiti/protocol/generated-works.ts";
import { requireDeadline } from "@graphiti/protocol/order.ts";
import { paramsInput } from "@graphiti/protocol/params-input.ts";
import { prepareInput } from "@graphiti/protocol/prepare-input.ts";
import { type Finality, type Quote, quote } from "@graphiti/protocol/quote.ts";
import { serviceNameOf } from "@graphiti/protocol/services.ts";
import type { Store } from "@graphiti/protocol/storage/store.ts";
import type { Picture } from "@graphiti/protocol/tiles.ts";
import type { Hex } from "viem";
import type { SeedSource } from "./seed-options.ts";

/** What a job is made from: a file on disk, or parameters. */
export type Source = { picture: string; seed?: undefined } | { seed: SeedSource; picture?: undefined };

/** A source in the store, as a job's terms name it. */
export type PreparedSource = Picture & {
  inputCid: string;
  inputDigest: Hex;
  inputRoot: Hex;
  /** Of a picture to be generated. */
  params?: Hex;
  notices: readonly string[];
};

type Wishes = { recipe: ServiceRecipe; finality: Finality; deadlineSeconds: number | undefined };
type Network = {
  deployment: Deployment;
  store: Store;
  indexerUrl: string;
  galleryUrl: string;
  home: string;
};

export async function requireSource({ picture }: Source): Promise<void> {
  if (picture === undefined) return;
  const found = await stat(picture).catch(() => undefined);
  if (!found?.isFile()) fail("BAD_INPUT", `There is no file at ${picture}.`);
}

/**
 * From a source to what can be posted, with a quote for it. Nothing is stored that cannot become a job.
 * @throws what canonicalising, quoting and storing throw; UPSCALE_OF_GENERATED
 */
export async function prepareSource(
  source: Source,
  { recipe, finality, deadlineSeconds }: Wishes,
  { deployment, store, indexerUrl, galleryUrl, home }: Network,
): Promise<{ input: PreparedSource; offer: Quote }> {
  const quoteFor = (picture: Picture) => {
    const offer = quote(recipe, picture, deployment.rules, finality);
    requireDeadline(deadlineSeconds, offer, deployment.rules);
    return offer;
  };
  if (source.seed) {
    const { params, width, height } = source.seed;
    const picture = { width, height, hasAlpha: false };
    return { input: { ...picture, ...paramsInput(params), notices: [] }, offer: quoteFor(picture) };
  }
  mkdirSync(join(home, "work"), { recursive: true });
  const workPath = join(home, "work", `${randomUUID()}.png`);
  const input = await prepareInput(source.picture, workPath, recipe, store, async (picture) => {
    quoteFor(picture);
    await refuseGenerated(picture, { indexerUrl, galleryUrl }, (id) => serviceNameOf(deployment, id));
  });
  return { input, offer: quoteFor(input) };
}
