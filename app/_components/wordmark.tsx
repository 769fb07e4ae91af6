/** The mark: a square divided into four, one of them divided again. Two times the pixels. */
export function Mark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" className={className} aria-hidden="true" fill="currentColor">
      <path d="M0 0h9v9H0z" opacity=".28" />
      <path d="M11 0h9v9h-9z" opacity=".55" />
      <path d="M0 11h9v9H0z" opacity=".55" />
      <path d="M11 11h4v4h-4zM16 11h4v4h-4zM11 16h4v4h-4zM16 16h4v4h-4z" />
    </svg>
  );
}

export function Wordmark() {
  return (
    <span className="flex items-center gap-2.5 text-[1.0625rem] font-medium tracking-[-0.035em]">
      <Mark className="size-[1.125rem] text-brass" />
      Graphiti
    </span>
  );
}
