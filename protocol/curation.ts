import { type Address, getAddress, type Hex, isAddress } from "viem";
import { z } from "zod";

/*
 * What visitors report and curators sign for one gallery (EIP-712). Nothing of it reaches the chain: a work that a
 * gallery does not show can be traded and checked all the same.
 */

/** Why somebody reports a work, or a curator does not show it. */
export const grounds = {
  copied: "It is somebody else's work",
  person: "It shows or names somebody against their will",
  unlawful: "It is against the law",
  adult: "It is for adults only",
  deceit: "It is there to deceive or to advertise",
} as const;

export type Ground = keyof typeof grounds;
export const groundNames = Object.keys(grounds) as Ground[];

/**
 * Whether the picture itself is what is wrong, whoever shows it. Computing is exact, so a copy and its original are the
 * same file: a picture that was only taken from somebody must stay for whom it belongs to.
 */
export const isPictureWrong = (ground: Ground): boolean =>
  ground === "person" || ground === "unlawful" || ground === "adult";

const ground = z.enum(groundNames as [Ground, ...Ground[]]);
const tokenId = z.string().regex(/^[1-9]\d{0,72}$/, "must be a work's number");
const seconds = z
  .number()
  .int()
  .min(0)
  .max(2 ** 40);
const signature = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2}){1,2048}$/, "must be a signature in hex")
  .transform((text) => text as Hex);
const curator = z
  .string()
  .refine((text) => isAddress(text, { strict: false }), "must be an address")
  .transform((text): Address => getAddress(text));

export const mostReportWords = 500;

/** What a visitor says about a work. */
export const reportSchema = z.object({
  tokenId,
  ground,
  words: z.string().trim().max(mostReportWords).default(""),
});
export type Report = z.output<typeof reportSchema>;

/** A curator's decision; `signedAt` in Unix seconds. A later one takes an earlier one's place. */
export const rulingSchema = z.object({
  curator,
  tokenId,
  isHidden: z.boolean(),
  ground,
  signedAt: seconds,
  signature,
});
export type SignedRuling = z.output<typeof rulingSchema>;
export type Ruling = Omit<SignedRuling, "signature">;

/** A curator's wish to read the reports. */
export const visitSchema = z.object({ curator, signedAt: seconds, signature });
export type Visit = Omit<z.output<typeof visitSchema>, "signature">;

/** One gallery on one chain: what is signed for it means nothing to another. `origin` as a browser writes it. */
export type CurationScope = { chainId: number; art: Address; origin: string };

const domainOf = ({ chainId, art, origin }: CurationScope) => ({
  name: `Graphiti gallery ${origin}`,
  version: "1",
  chainId,
  verifyingContract: art,
});

/** What a wallet is asked to sign for a decision. */
export const rulingToSign = (scope: CurationScope, ruling: Ruling) => ({
  domain: domainOf(scope),
  types: {
    Ruling: [
      { name: "curator", type: "address" },
      { name: "tokenId", type: "uint256" },
      { name: "isHidden", type: "bool" },
      { name: "ground", type: "string" },
      { name: "signedAt", type: "uint40" },
    ],
  } as const,
  primaryType: "Ruling" as const,
  message: { ...ruling, tokenId: BigInt(ruling.tokenId) },
});

/** What a wallet is asked to sign to read the reports. */
export const visitToSign = (scope: CurationScope, visit: Visit) => ({
  domain: domainOf(scope),
  types: {
    Visit: [
      { name: "curator", type: "address" },
      { name: "signedAt", type: "uint40" },
    ],
  } as const,
  primaryType: "Visit" as const,
  message: visit,
});
