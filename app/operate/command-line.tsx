"use client";

import { useEffect, useState } from "react";

const praiseMs = 2_000;

/** A command for the reader's own shell, with a button that copies it. */
export function CommandLine({ command }: { command: string }) {
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), praiseMs);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = () =>
    navigator.clipboard?.writeText(command).then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <div className="flex items-stretch border border-line bg-sunk">
      <code className="min-w-0 grow px-4 py-3 font-mono text-[0.8125rem] text-ink leading-6">{command}</code>
      <button
        type="button"
        className="w-19 shrink-0 border-line border-l text-faint text-xs transition-colors hover:text-ink"
        onClick={() => void copy()}
        aria-label={`Copy: ${command}`}
      >
        <span role="status">{isCopied ? "Copied" : "Copy"}</span>
      </button>
    </div>
  );
}
