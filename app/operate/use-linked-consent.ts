"use client";

import { parseConsent } from "@graphiti/protocol/consent.ts";
import { useEffect, useState } from "react";

/** The consent that stands behind the `#` of the page's address, as text; empty where there is none. */
export function useLinkedConsent() {
  const [text, setText] = useState("");
  const [isLinked, setLinked] = useState(false);
  useEffect(() => {
    const read = () => {
      const fragment = window.location.hash.slice(1);
      if (!parseConsent(fragment)) return;
      setText(window.location.href);
      setLinked(true);
    };
    read();
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  return {
    text,
    isLinked,
    setText,
    /** Once it is used, or no longer wanted. The router is told too, since it writes the address it knows. */
    forget() {
      setText("");
      setLinked(false);
      window.history.replaceState(null, "", window.location.pathname + window.location.search);
    },
  };
}
