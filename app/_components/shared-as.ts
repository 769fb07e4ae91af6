import type { Metadata } from "next";

export const siteName = "Graphiti";

const siteDescription =
  "Bring a picture and get back a museum-size, minted work, computed by many machines. Every pixel can be checked.";

/** What a page is called and says of itself where its address is shared or found. */
export const sharedAs = (
  title: string,
  description = siteDescription,
): Pick<Metadata, "description" | "openGraph"> => ({
  description,
  openGraph: { title, description, type: "website", siteName },
});
