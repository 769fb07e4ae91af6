"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;
/** False on the server and in the first render of the browser, so that both agree. */
export const useHydrated = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

/** A moment in the reader's own time zone; in UTC until the page is alive. */
export function LocalTime({
  seconds,
  style = "full",
}: {
  seconds: number;
  style?: "full" | "time" | "date";
}) {
  const hydrated = useHydrated();
  const moment = new Date(seconds * 1000);
  const day = { day: "numeric", month: "short", year: "numeric" } as const;
  const clock = {
    hour: "2-digit",
    minute: "2-digit",
    second: style === "time" ? "2-digit" : undefined,
  } as const;
  const text = new Intl.DateTimeFormat("en-GB", {
    ...(style !== "time" && day),
    ...(style !== "date" && clock),
    timeZone: hydrated ? undefined : "UTC",
  }).format(moment);
  return (
    <time dateTime={moment.toISOString()} className="tabular-nums whitespace-nowrap">
      {text}
      {hydrated || style === "date" ? "" : " UTC"}
    </time>
  );
}
