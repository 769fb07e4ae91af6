import Link from "next/link";
import type { ReactNode } from "react";
import type { Problem } from "../_wallet/problem.ts";

/** What went wrong, what to do, and where to read more. Text only, whatever it was made from. */
export function ProblemPanel({ problem, children }: { problem: Problem; children?: ReactNode }) {
  return (
    <div
      role="alert"
      data-testid="problem"
      data-code={problem.code}
      className="border-l-2 border-bad bg-raised px-5 py-4 text-sm leading-6"
    >
      <p className="font-medium text-ink">{problem.message}</p>
      <p className="mt-1 text-soft">{problem.nextStep}</p>
      <div className="mt-3 flex flex-wrap items-center gap-x-5 gap-y-3">
        {children}
        {problem.wayOut && (
          <Link href={problem.wayOut.path} className="button min-h-9" data-testid="way-out">
            {problem.wayOut.name}
          </Link>
        )}
        <Link href={problem.docs} className="link text-faint">
          {problem.code.toLowerCase().replaceAll("_", " ")}: what this means
        </Link>
      </div>
    </div>
  );
}
