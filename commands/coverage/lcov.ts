/** Lines of each file that hold statements, and whether any was run: from the `SF` and `DA` records. */
export function readLcov(text: string): Map<string, Map<number, boolean>> {
  const files = new Map<string, Map<number, boolean>>();
  let lines = new Map<number, boolean>();
  for (const record of text.split("\n")) {
    const [kind, value = ""] = [record.slice(0, record.indexOf(":")), record.slice(record.indexOf(":") + 1)];
    if (kind === "SF") {
      lines = new Map();
      files.set(value, lines);
    } else if (kind === "DA") {
      const [line, times] = value.split(",").map(Number);
      if (line !== undefined) lines.set(line, (times ?? 0) > 0);
    }
  }
  return files;
}
