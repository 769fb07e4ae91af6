import { fail } from "@graphiti/protocol/errors.ts";

/**
 * Refuses a write that another site's page makes a browser send. Programs send no `Origin` and pass:
 * there are no cookies that they could abuse.
 * @throws ORIGIN_REFUSED
 */
export function requireSameOrigin(request: Request, galleryUrl?: string): void {
  const site = request.headers.get("sec-fetch-site");
  const origin = request.headers.get("origin");
  if (origin === null && (site === null || site === "same-origin" || site === "none")) return;
  const host = request.headers.get("host");
  const own = [host && `http://${host}`, host && `https://${host}`, galleryUrl && new URL(galleryUrl).origin];
  if (origin !== null && own.includes(origin)) return;
  fail("ORIGIN_REFUSED", "This request came from a page of another site.");
}
