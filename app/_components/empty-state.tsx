import type { ReactNode } from "react";

/** A page, or a part of one, that has nothing to show yet. */
export function EmptyState(props: {
  title: string;
  children: ReactNode;
  action?: ReactNode;
  testId?: string;
}) {
  return (
    <div
      data-testid={props.testId}
      className="flex min-h-72 flex-col items-start justify-center gap-4 border border-line px-6 py-12 sm:px-12"
    >
      <h2 className="subtitle">{props.title}</h2>
      <div className="max-w-prose text-soft leading-7">{props.children}</div>
      {props.action}
    </div>
  );
}
