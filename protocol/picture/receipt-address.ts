/** As much as a JPEG holds in one piece. What the gallery writes is far shorter. */
const mostBytes = 65_536;

/** As an element, or as an attribute, which is how other programs write it anew. Neither looks back. */
const address = /<xmpRights:WebStatement>([^<>"]{1,500})<|\sxmpRights:WebStatement="([^<>"]{1,500})"/;

/**
 * The web address that the XMP of a picture names as the statement of its rights, where the gallery's copies name
 * their receipt. Anybody can write anything there, so it proves nothing; what is malformed gives none.
 */
export function receiptUrlOfXmp(xmp: Uint8Array): string | undefined {
  if (xmp.length > mostBytes) return undefined;
  const [, element, attribute] = new TextDecoder().decode(xmp).match(address) ?? [];
  return (element ?? attribute)?.trim();
}

/** The number of the work whose receipt is at an address, if that is one of this gallery's. */
export function receiptNumber(receiptUrl: string, galleryUrl: string): string | undefined {
  const url = URL.parse(receiptUrl);
  if (url?.origin !== new URL(galleryUrl).origin) return undefined;
  return url.pathname.match(/^\/works\/(\d{1,78})$/)?.[1];
}
