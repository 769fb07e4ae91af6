/** JSON that keeps big integers: they travel as `{"$wei":"123"}`, which no struct of ours can contain. */
export function toText(value: unknown): string {
  return JSON.stringify(value, (_, item) => (typeof item === "bigint" ? { $wei: item.toString() } : item));
}

export function fromText<T>(text: string): T {
  return JSON.parse(text, (_, item) =>
    item !== null && typeof item === "object" && typeof item.$wei === "string" ? BigInt(item.$wei) : item,
  ) as T;
}
