import { parseCid, parseIpfsUrl, rawCid } from "@graphiti/protocol/cid.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { z } from "zod";
import { shortAddress } from "../_components/short-hash.ts";
import type { DropView } from "../_data/drops.ts";
import type { JobSummary, TokenSummary } from "../_data/views.ts";
import { isGenerating } from "../generate/generated-of.ts";
import { derivativesFor } from "./derivatives.ts";
import { plainText, textField } from "./plain-text.ts";
import { readJsonFile } from "./read-json-file.ts";
import type { WorkWords } from "./search/title-index.ts";

const ipfsCid = z.string().transform((url, context) => {
  try {
    return parseIpfsUrl(url);
  } catch {
    context.addIssue("must be ipfs://<content id>");
    return z.NEVER;
  }
});

const trait = z.object({
  trait_type: textField(60),
  value: z.union([z.string(), z.number()]).transform((value) => plainText(String(value), 200)),
});

/** Token metadata as it may come: everything but the picture may be missing or wrong. */
const metadataShape = z.object({
  name: textField(120),
  description: textField(4000),
  image: ipfsCid,
  attributes: z.array(trait).max(64).catch([]),
  properties: z
    .object({ artist: textField(120), rights: textField(200), alt_text: textField(1000) })
    .catch({ artist: "", rights: "", alt_text: "" }),
});

/** A stored picture, ready for a page. Sizes are pixels of the original. */
export type PictureView = { cid: string; width: number; height: number; thumbhash?: string };

export type WorkRecord = {
  title: string;
  description: string;
  artist: string;
  rights: string;
  altText: string;
  attributes: { trait_type: string; value: string }[];
  image: PictureView;
};

/** A picture by its content id; lets the gallery make its derivatives. Undefined for a malformed id. */
export async function pictureView(
  cid: string,
  size: { width: number; height: number },
): Promise<PictureView | undefined> {
  try {
    parseCid(cid);
  } catch {
    return undefined;
  }
  const derivatives = derivativesFor(readEnv());
  derivatives.admit(cid);
  const facts = await derivatives.facts(cid);
  return { cid, ...size, thumbhash: facts?.thumbhash };
}

/** The input of a job to look at. A generated picture has none: its input is parameters. */
export async function inputOf(job: JobSummary): Promise<PictureView | undefined> {
  return isGenerating(job) ? undefined : pictureView(job.inputCid, job);
}

/** Pixels of the delivered picture. */
export function resultSize(job: JobSummary): { width: number; height: number } {
  const scale = job.service?.scale ?? 1;
  return { width: job.width * scale, height: job.height * scale };
}

/** What can be searched of a token, from its metadata; undefined while the store does not have it. */
export async function wordsOf({ tokenId, metadataDigest }: TokenSummary): Promise<WorkWords | undefined> {
  const metadata = await readJsonFile(rawCid(metadataDigest), metadataShape);
  if (!metadata) return undefined;
  const { name, description, properties } = metadata;
  return { tokenId, title: name, artist: properties.artist, description };
}

/** What a token's metadata says, verified by its digest; undefined while the store does not have it. */
export async function workRecord(token: TokenSummary): Promise<WorkRecord | undefined> {
  const metadata = await readJsonFile(rawCid(token.metadataDigest), metadataShape);
  const image = metadata && (await pictureView(metadata.image, resultSize(token.job)));
  if (!metadata || !image) return undefined;
  const { artist, rights, alt_text } = metadata.properties;
  return {
    title: metadata.name || `Work ${token.tokenId}`,
    description: metadata.description,
    artist,
    rights,
    altText: alt_text,
    attributes: metadata.attributes,
    image,
  };
}

/** The content ids of a work's pictures: what was made, and what it was made from. */
export async function picturesOf(token: TokenSummary): Promise<string[]> {
  const record = await workRecord(token);
  const source = isGenerating(token.job) ? [] : [token.job.inputCid];
  return record ? [record.image.cid, ...source] : source;
}

const cardShape = z.object({ title: textField(120), altText: textField(1000) });

/** The title that the artist gave, from its card; another one where that cannot be read. */
async function readCard(cardCid: string, otherwise: string): Promise<{ title: string; altText: string }> {
  const card = await readJsonFile(cardCid, cardShape);
  return { title: card?.title || otherwise, altText: card?.altText ?? "" };
}

/** What a job's card says; its number for a title where the card cannot be read. */
export const cardOf = (job: JobSummary) => readCard(job.cardCid, `Job ${job.jobId}`);

/** What the card of a drop's works says; its address for a title where the card cannot be read. */
export const cardOfDrop = (drop: DropView) =>
  readCard(rawCid(drop.cardDigest), `Drop ${shortAddress(drop.address)}`);
