import { fail } from "@graphiti/protocol/errors.ts";
import type { Page } from "./views.ts";

const defaultLimit = 24;
const maxLimit = 100;
/** Above every id: 2^240 is out of reach, since a lot's id has the job's shifted by 16 bits. */
const beyondAll = (1n << 240n).toString();

export type PageRequest = { cursor?: string; limit?: number };

/**
 * Variables for one page and one row more, which tells whether another page follows. The cursor is the last
 * id that was shown, so that new arrivals shift nothing.
 * @throws BAD_INPUT for a cursor that is no id
 */
export function pageVariables({ cursor, limit = defaultLimit }: PageRequest) {
  if (cursor !== undefined && !/^\d{1,73}$/.test(cursor))
    fail("BAD_INPUT", "The page's cursor is not a number of a job or token.");
  return { before: cursor ?? beyondAll, limit: Math.min(limit, maxLimit) + 1 };
}

export function pageOf<Item>(rows: Item[], limitAndOne: number, idOf: (item: Item) => string): Page<Item> {
  const items = rows.slice(0, limitAndOne - 1);
  const last = items.at(-1);
  return rows.length === limitAndOne && last ? { items, nextCursor: idOf(last) } : { items };
}
