"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const askMs = 1_000;

/** The chain has the job and the index does not yet: asks again until it does. */
export function AwaitIndex() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), askMs);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <p role="status" className="breathing">
      The chain has your job. It shows up here in a moment.
    </p>
  );
}
