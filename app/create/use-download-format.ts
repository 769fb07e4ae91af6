"use client";

import { useCallback } from "react";
import { type Format, formats } from "../_server/delivery/formats.ts";
import { useKept } from "./use-kept.ts";

type Kept = { format: Format };

/** The proved file itself, until something else is chosen. */
const first: Kept = { format: "png" };

function parseFormat(text: string | null): Kept {
  try {
    const { format } = JSON.parse(text ?? "{}") as Partial<Kept>;
    return format !== undefined && Object.hasOwn(formats, format) ? { format } : first;
  } catch {
    return first;
  }
}

/**
 * The format in which this person takes works home: chosen with the work, proposed where it is downloaded. One for
 * all works, kept in this browser; the job and its token hold the PNG whatever it is.
 */
export function useDownloadFormat() {
  const { value, change, isRestored } = useKept("graphiti.format.1", parseFormat);
  const choose = useCallback((format: Format) => change({ format }), [change]);
  return { format: value.format, choose, isRestored };
}
