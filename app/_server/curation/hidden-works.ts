import type { Ruling } from "@graphiti/protocol/curation.ts";
import { readEnv } from "@graphiti/protocol/env.ts";
import { collectionScope } from "../collection-scope.ts";
import { type CurationBook, curationBook } from "./curation-book.ts";

/** The book of this gallery, and its part that is about the present deployment. @throws DEPLOYMENT_MISSING */
export async function openCuration(): Promise<{ book: CurationBook; scope: string }> {
  const env = readEnv();
  return { book: curationBook(env), scope: await collectionScope(env) };
}

/** The works that this gallery does not show. */
export async function hiddenIds(): Promise<string[]> {
  const { book, scope } = await openCuration();
  return book.hidden(scope).map(({ tokenId }) => tokenId);
}

/** Why this gallery does not show a work; undefined where it does. */
export async function hidingOf(tokenId: string): Promise<Ruling | undefined> {
  const { book, scope } = await openCuration();
  const ruling = book.rulingOn(scope, tokenId);
  return ruling?.isHidden ? ruling : undefined;
}

/** Whether a picture belongs to a work that this gallery does not show. */
export const isHiddenPicture = (cid: string): boolean => curationBook(readEnv()).isHiddenPicture(cid);
