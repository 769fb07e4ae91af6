import { type Choice, isChoice } from "../choice/choice.ts";

/** What somebody kept, newest first. */
export type Shelf = { kept: Choice[] };

export const shelfSlot = "graphiti.shelf.1";
const mostKept = 24;

export function parseShelf(text: string | null): Shelf {
  try {
    const { kept } = JSON.parse(text ?? "{}") as { kept?: unknown };
    return { kept: Array.isArray(kept) ? kept.filter(isChoice).slice(0, mostKept) : [] };
  } catch {
    return { kept: [] };
  }
}

/** Whether two choices are the same picture, also in size. */
export const isSame = (one: Choice, other: Choice): boolean =>
  (Object.keys(one) as (keyof Choice)[]).every((field) => one[field] === other[field]);

export const withKept = ({ kept }: Shelf, choice: Choice): Shelf => ({
  kept: [choice, ...kept.filter((each) => !isSame(each, choice))].slice(0, mostKept),
});

export const withoutKept = ({ kept }: Shelf, choice: Choice): Shelf => ({
  kept: kept.filter((each) => !isSame(each, choice)),
});
