import type { TokenSummary } from "../../_data/views.ts";
import type { TitleIndex, WorkWords } from "./title-index.ts";

/** Where works and their words come from. */
export type WordSource = {
  /** Works below a number, the newest first. */
  page(cursor: string | undefined, limit: number): Promise<{ items: TokenSummary[]; nextCursor?: string }>;
  tokensOf(tokenIds: string[]): Promise<TokenSummary[]>;
  /** Undefined while the store does not have them. */
  wordsOf(token: TokenSummary): Promise<WorkWords | undefined>;
};

const perPage = 100;
const mostPages = 5;
const mostAgain = 25;

async function readAll(index: TitleIndex, scope: string, tokens: TokenSummary[], source: WordSource) {
  await Promise.all(
    tokens.map(async (token) => {
      const words = await source.wordsOf(token);
      if (words) index.add(scope, words);
      else index.miss(scope, token.tokenId);
    }),
  );
}

/**
 * Reads the words of works that are new since the last time, newest first, and tries some again that could not be read.
 * Bounded, so that a search never waits for a whole collection: the next one goes on.
 */
export async function catchUp(index: TitleIndex, scope: string, source: WordSource): Promise<void> {
  await readAll(index, scope, await source.tokensOf(index.missing(scope, mostAgain)), source);
  const knowsOlder = index.isWhole(scope);
  let cursor: string | undefined;
  for (let pages = 0; pages < mostPages; ) {
    const { items, nextCursor } = await source.page(cursor, perPage);
    const unmet = new Set(
      index.unmet(
        scope,
        items.map(({ tokenId }) => tokenId),
      ),
    );
    const fresh = items.filter(({ tokenId }) => unmet.has(tokenId));
    await readAll(index, scope, fresh, source);
    if (!nextCursor || (knowsOlder && fresh.length < items.length)) return index.setWhole(scope, true);
    if (fresh.length > 0) pages += 1;
    cursor = nextCursor;
  }
  index.setWhole(scope, false);
}
