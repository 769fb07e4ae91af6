"use client";

import { useLinkStatus } from "next/link";

/** Inside a link: shows that its page is being fetched. Takes no room. */
export function LinkPending() {
  const { pending } = useLinkStatus();
  return (
    <span
      aria-hidden="true"
      className={`absolute inset-x-2 bottom-1 h-px origin-left bg-brass transition-transform duration-500 sm:inset-x-3 ${pending ? "scale-x-100" : "scale-x-0"}`}
    />
  );
}
