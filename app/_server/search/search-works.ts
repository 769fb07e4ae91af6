import { readEnv } from "@graphiti/protocol/env.ts";
import { listTokens, tokensOf } from "../../_data/tokens.ts";
import { collectionScope } from "../collection-scope.ts";
import { processMemory } from "../process-memory.ts";
import { wordsOf } from "../work-record.ts";
import { catchUp } from "./catch-up.ts";
import { titleIndex } from "./title-index.ts";

const running = processMemory("title-search", () => new Map<string, Promise<void>>());

const source = {
  page: (cursor: string | undefined, limit: number) => listTokens({ cursor, limit }),
  tokensOf,
  wordsOf,
};

/**
 * Works by words of their title, artist or description, or by their number; 500 at most.
 * @throws INDEXER_UNREACHABLE
 */
export async function searchWorks(text: string): Promise<string[]> {
  const env = readEnv();
  const index = titleIndex(env);
  const scope = await collectionScope(env);
  const catching = running.get(scope) ?? catchUp(index, scope, source).finally(() => running.delete(scope));
  running.set(scope, catching);
  await catching;
  const number = /^#?([1-9]\d{0,72})$/.exec(text.trim())?.[1];
  const found = index.find(scope, text);
  return number ? [number, ...found.filter((each) => each !== number).slice(0, 499)] : found;
}
