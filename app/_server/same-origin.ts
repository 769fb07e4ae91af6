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

/** The gallery's own address, as its page that sent this request has it; for programs, which send none, the public one. */
export function requestOrigin(request: Request, galleryUrl?: string): string {
  requireSameOrigin(request, galleryUrl);
  const origin = request.headers.get("origin");
  return origin ?? (galleryUrl ? new URL(galleryUrl).origin : `http://${request.headers.get("host")}`);
}
