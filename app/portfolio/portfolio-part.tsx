import Link from "next/link";
import { Children, type ReactNode } from "react";

type Props = { id: string; title: string; empty?: string; children?: ReactNode };

/** One part of the portfolio: a heading and its rows, or a sentence where there are none. */
export function PortfolioPart({ id, title, empty, children }: Props) {
  const isEmpty = Children.toArray(children).length === 0;
  if (isEmpty && !empty) return null;
  return (
    <section aria-labelledby={id} data-testid={`portfolio-${id}`}>
      <h2 id={id} className="subtitle mb-4">
        {title}
      </h2>
      {isEmpty ? (
        <p className="border-line border-y py-4 text-faint text-sm">{empty}</p>
      ) : (
        <ul className="border-line border-b text-sm leading-6">{children}</ul>
      )}
    </section>
  );
}

type RowProps = { tokenId?: string; says: ReactNode; children?: ReactNode };

/** A row about one work, or about none. */
export function PortfolioRow({ tokenId, says, children }: RowProps) {
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-line border-t py-3">
      <span>
        {tokenId && (
          <Link href={`/works/${tokenId}`} className="link mr-3">
            Work {tokenId}
          </Link>
        )}
        <span className="text-soft">{says}</span>
      </span>
      {children}
    </li>
  );
}
