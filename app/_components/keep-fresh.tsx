"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useTransition } from "react";

const everyMs = 3_000;

/** Reads the page's data again while it is looked at; one reading after the other, however long each takes. */
export function KeepFresh() {
  const router = useRouter();
  const [isReading, startReading] = useTransition();
  const reading = useRef(isReading);
  reading.current = isReading;
  useEffect(() => {
    const timer = setInterval(() => {
      // A reading that begins while another is on its way would take its place, and on a slow server none would end.
      if (document.visibilityState === "visible" && !reading.current) startReading(() => router.refresh());
    }, everyMs);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
