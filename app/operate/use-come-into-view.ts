"use client";

import { type RefObject, useEffect, useRef } from "react";

/** Brings a part of the page before the reader's eyes once it is what they came for. */
export function useComeIntoView<Part extends HTMLElement>(isWanted: boolean): RefObject<Part | null> {
  const place = useRef<Part>(null);
  useEffect(() => {
    if (isWanted) place.current?.scrollIntoView({ block: "center" });
  }, [isWanted]);
  return place;
}
