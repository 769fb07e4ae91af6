import type { ReactNode } from "react";

/** One line in the corner stack of notices. */
export function Notice({ children, testId }: { children: ReactNode; testId: string }) {
  return (
    <div
      data-testid={testId}
      className="pointer-events-auto flex flex-wrap items-center gap-x-4 gap-y-2 border border-edge bg-raised px-4 py-3 text-sm shadow-2xl shadow-black/60"
    >
      {children}
    </div>
  );
}
