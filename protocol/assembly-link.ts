import type { Hex } from "viem";

/** What the artist hands in for a picture that it joined itself, and the probe that opens its seal. */
export type JoinedPicture = { outputRoot: Hex; metadataDigest: Hex; seal: Hex; probe: Hex };

const fields = ["outputRoot", "metadataDigest", "seal", "probe"] as const;

/**
 * Leads to the job's page in the gallery, with what is to be handed in. It stands behind the `#`, so that no server
 * gets to see it.
 */
export function assemblyLink(galleryUrl: string, jobId: bigint, joined: JoinedPicture): string {
  const named = new URLSearchParams(fields.map((field) => [field, joined[field]]));
  return `${new URL(`/jobs/${jobId}`, galleryUrl).href}#${named}`;
}

/** What stands behind the `#` of such a link; undefined where a part is missing or malformed. */
export function parseAssembly(fragment: string): JoinedPicture | undefined {
  const named = new URLSearchParams(fragment.replace(/^#/, ""));
  const found = fields.map((field) => named.get(field)?.toLowerCase() ?? "");
  if (!found.every((text) => /^0x[0-9a-f]{64}$/.test(text))) return undefined;
  return Object.fromEntries(fields.map((field, at) => [field, found[at]])) as JoinedPicture;
}
