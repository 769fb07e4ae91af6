"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { Wall, type WallWork } from "../_components/wall.tsx";
import { explorePath, type Filters, worksPath } from "./filters.ts";
import { PageLinks } from "./page-links.tsx";

type Props = { first: WallWork[]; filters: Filters; pages: number };

/** How far below the window the next page is fetched. */
const ahead = "900px";

/** Works that are not on the wall yet: one may have moved to a later page meanwhile. */
function newOf(known: WallWork[], more: WallWork[]): WallWork[] {
  const there = new Set(known.map(({ tokenId }) => tokenId));
  return more.filter(({ tokenId }) => !there.has(tokenId));
}

/** Works of the pages `from` to `to`. */
type PagedWall = { works: WallWork[]; from: number; to: number };

const wallOf = (works: WallWork[], page: number): PagedWall => ({ works, from: page, to: page });

/** A wall that goes on while one scrolls; below it are links to its pages, which need no script. */
export function EndlessWall({ first, filters, pages }: Props) {
  const queries = useQueryClient();
  const [wall, setWall] = useState(() => wallOf(first, filters.page));
  const [hasFailed, setFailed] = useState(false);
  const end = useRef<HTMLDivElement>(null);
  // Another page was asked for, not one of those that scrolling has brought.
  if (filters.page < wall.from || filters.page > wall.to) setWall(wallOf(first, filters.page));
  const { works, to: page } = wall;
  const hasMore = page + 1 < pages && !hasFailed;

  useEffect(() => {
    const mark = end.current;
    if (!mark || !hasMore) return;
    let isLeft = false;
    const observer = new IntersectionObserver(
      async ([entry]) => {
        if (!entry?.isIntersecting) return;
        observer.disconnect();
        try {
          const path = worksPath(filters, page + 1);
          const more = await queries.fetchQuery({
            queryKey: [path],
            queryFn: async (): Promise<WallWork[]> => {
              const response = await fetch(path);
              if (!response.ok) throw new Error("the gallery does not answer");
              return (await response.json()).works;
            },
          });
          if (isLeft) return;
          setWall((known) => ({
            ...known,
            works: [...known.works, ...newOf(known.works, more)],
            to: page + 1,
          }));
          window.history.replaceState(null, "", explorePath(filters, page + 1));
        } catch {
          if (!isLeft) setFailed(true);
        }
      },
      { rootMargin: ahead },
    );
    observer.observe(mark);
    return () => {
      isLeft = true;
      observer.disconnect();
    };
  }, [filters, page, hasMore, queries]);

  return (
    <>
      <Wall works={works} />
      <div ref={end} />
      {hasFailed && (
        <p role="status" className="pt-10 text-soft text-sm">
          The next works could not be fetched. The links below try again.
        </p>
      )}
      <PageLinks page={page} pages={pages} pathOf={(each) => explorePath(filters, each)} />
    </>
  );
}
