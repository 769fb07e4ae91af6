/**
 * A title as a file name that is safe on every system: lower-case ASCII words with hyphens.
 * @param fallback used where nothing is left of the title
 */
export function fileNameOf(title: string, fallback: string): string {
  const plain = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  return plain === "" ? fallback : plain;
}
