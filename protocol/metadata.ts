import type { Address, Hex } from "viem";
import { z } from "zod";
import { ipfsUrl, rawCid } from "./cid.ts";
import { sha256 } from "./digests.ts";
import { fail } from "./errors.ts";
import { decodeGenerateParams, paletteNames, symmetryNames } from "./generate-params.ts";
import { seedText } from "./seed-text.ts";
import { serviceKinds } from "./services.ts";

const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
    .regex(/^[^\u0000-\u0008\u000b-\u001f\u007f]*$/, "must not contain control characters");

/** What the artist says about the work. */
export const artCardSchema = z.strictObject({
  title: line(120).min(1, "must not be empty"),
  description: line(4000).default(""),
  artist: line(120).default(""),
  rights: line(200).default(""),
  altText: line(1000).default(""),
  attributes: z
    .array(z.strictObject({ trait_type: line(60).min(1), value: line(200).min(1) }))
    .max(32)
    .default([]),
});

export type ArtCard = z.infer<typeof artCardSchema>;

/** @throws CARD_INVALID naming the field. */
export function parseArtCard(value: unknown): ArtCard {
  const parsed = artCardSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  fail("CARD_INVALID", `${issue?.path.join(".") || "art card"}: ${issue?.message}.`);
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

function canonicalText(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value as { [key: string]: Json });
    const sorted = entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return `{${sorted.map(([key, item]) => `${JSON.stringify(key)}:${canonicalText(item)}`).join(",")}}`;
  }
  if (typeof value === "number" && !Number.isSafeInteger(value))
    throw new RangeError("canonical JSON holds whole numbers only");
  return JSON.stringify(value);
}

/** Sorted keys (by UTF-16 unit), no spaces, UTF-8: the one byte form of a value. */
export function canonicalJson(value: Json): Uint8Array {
  return new TextEncoder().encode(canonicalText(value));
}

/** SHA-256 of the card's canonical bytes; its raw content id is `rawCid` of this. */
export const cardDigest = (card: ArtCard): Hex => sha256(canonicalJson(card));

export type TokenFacts = {
  card: ArtCard;
  service: { id: number; kind: number; name: string; scale: number; modelDigest: Hex };
  /** Of the job's terms. */
  params: Hex;
  /** Size of the delivered picture in pixels. */
  width: number;
  height: number;
  inputCid: string;
  inputRoot: Hex;
  outputRoot: Hex;
  imageCid: string;
  jobId: bigint;
  chainId: number;
  escrow: Address;
};

/** What a generated work was made from, in words. @throws PARAMS_INVALID */
function generatedTraits(encoded: Hex) {
  const { seed, palette, complexity, symmetry, variation } = decodeGenerateParams(encoded);
  return [
    { trait_type: "Seed", value: seedText(seed) },
    { trait_type: "Palette", value: paletteNames[palette] as string },
    { trait_type: "Complexity", value: complexity },
    { trait_type: "Symmetry", value: symmetryNames[symmetry] as string },
    { trait_type: "Variation", value: variation },
  ];
}

/**
 * The token's metadata: only what is fixed at submit, so that anybody can recompute it.
 * Who checked, prices and times are read from the chain's events.
 * @throws PARAMS_INVALID for a generated work whose parameters are none
 */
export function tokenMetadata(facts: TokenFacts) {
  const { card, service } = facts;
  const isGenerated = service.kind === serviceKinds.generate;
  return {
    name: card.title,
    description: card.description,
    image: ipfsUrl(facts.imageCid),
    attributes: [
      ...card.attributes,
      { trait_type: "Service", value: service.name },
      ...(isGenerated ? generatedTraits(facts.params) : []),
      { trait_type: "Width", value: facts.width },
      { trait_type: "Height", value: facts.height },
    ],
    properties: {
      artist: card.artist,
      rights: card.rights,
      alt_text: card.altText,
      width: facts.width,
      height: facts.height,
      input: ipfsUrl(facts.inputCid),
      input_root: facts.inputRoot,
      output_root: facts.outputRoot,
      ...(isGenerated && { params: facts.params }),
      service: {
        id: service.id,
        name: service.name,
        scale: service.scale,
        model: service.modelDigest,
      },
      job: { chain_id: facts.chainId, escrow: facts.escrow.toLowerCase(), id: facts.jobId.toString() },
    },
  };
}

/** The metadata's canonical bytes with their digest and content id. */
export function metadataFile(facts: TokenFacts): { bytes: Uint8Array; digest: Hex; cid: string } {
  const bytes = canonicalJson(tokenMetadata(facts));
  const digest = sha256(bytes);
  return { bytes, digest, cid: rawCid(digest) };
}
