/** Part of a file: `offset` and `length` in bytes. */
export type ByteRange = { offset: number; length: number };

/**
 * Reads a Range header (RFC 9110) for a file of `size` bytes.
 * Several ranges at once, or another unit, are ignored, as the RFC allows.
 * @returns undefined = the whole file, "unsatisfiable" = answer 416
 */
export function parseRange(
  header: string | undefined,
  size: number,
): ByteRange | "unsatisfiable" | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return undefined;
  if (match[1] === "") {
    const length = Math.min(Number(match[2]), size);
    return length === 0 ? "unsatisfiable" : { offset: size - length, length };
  }
  const offset = Number(match[1]);
  const end = match[2] === "" ? size - 1 : Math.min(Number(match[2]), size - 1);
  if (match[2] !== "" && Number(match[2]) < offset) return undefined;
  return offset >= size ? "unsatisfiable" : { offset, length: end - offset + 1 };
}
