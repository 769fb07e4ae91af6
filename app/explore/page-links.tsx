import Link from "next/link";

/** Real links, so that a page can be kept, shared, and read without scripts. */
export function PageLinks({
  page,
  pages,
  pathOf,
}: {
  page: number;
  pages: number;
  pathOf: (page: number) => string;
}) {
  if (pages < 2) return null;
  return (
    <nav aria-label="Pages" className="flex items-center justify-between gap-4 pt-16 text-sm">
      {page > 0 ? (
        <Link rel="prev" className="button" href={pathOf(page - 1)}>
          Before
        </Link>
      ) : (
        <span />
      )}
      <span className="text-faint tabular-nums">
        Page {page + 1} of {pages}
      </span>
      {page + 1 < pages ? (
        <Link rel="next" className="button" href={pathOf(page + 1)} data-testid="next-page">
          More
        </Link>
      ) : (
        <span />
      )}
    </nav>
  );
}
