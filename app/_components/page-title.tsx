import { siteName } from "./shared-as.ts";

/**
 * What a page is called, for its tab and for whoever cannot see it. It is part of the page, and no page has a title in
 * its metadata: Next takes such a one away for a moment when a page's query changes.
 */
export function PageTitle({ children }: { children?: string }) {
  return <title>{children ? `${children} · ${siteName}` : siteName}</title>;
}
