import { fail } from "@graphiti/protocol/errors.ts";
import type { Page } from "./views.ts";

const defaultLimit = 24;
const maxLimit = 100;
/** Above every id: those of events have 75 digits, and others count from 1. */
const beyondAll = (10n ** 75n).toString();

export type PageRequest = { cursor?: string; limit?: number };

/**
 * Variables for one page and one row more, which tells whether another page follows. The cursor is the last
 * id that was shown, so that new arrivals shift nothing.
 * @throws BAD_INPUT for a cursor that is no id
 */
export function pageVariables({ cursor, limit = defaultLimit }: PageRequest) {
  if (cursor !== undefined && !/^\d{1,75}$/.test(cursor))
    fail("BAD_INPUT", "The page's cursor is not a number of what the page lists.");
  return { before: cursor ?? beyondAll, limit: Math.min(limit, maxLimit) + 1 };
}

export function pageOf<Item>(rows: Item[], limitAndOne: number, idOf: (item: Item) => string): Page<Item> {
  const items = rows.slice(0, limitAndOne - 1);
  const last = items.at(-1);
  return rows.length === limitAndOne && last ? { items, nextCursor: idOf(last) } : { items };
}
