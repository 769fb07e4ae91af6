"use client";

import { useEffect, useState } from "react";
import { useHydrated } from "../../_components/local-time.tsx";

const shownMs = 2_500;

/** Copies the page's address, which shows this very picture to anybody. */
export function CopyLink() {
  const hydrated = useHydrated();
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(""), shownMs);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () =>
    navigator.clipboard.writeText(window.location.href).then(
      () => setSaid("Link copied"),
      () => setSaid("Copy it from the address bar"),
    );
  return (
    <button
      type="button"
      className="button"
      disabled={!hydrated}
      onClick={() => void copy()}
      data-testid="copy-link"
    >
      <span role="status">{said || "Copy the link"}</span>
    </button>
  );
}
