/** The JSON form of a struct: what the ABI calls an integer becomes a decimal string, at any width. */
export function decimalStrings(struct: object): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(struct, (_, value) =>
      typeof value === "bigint" || typeof value === "number" ? String(value) : value,
    ),
  );
}
